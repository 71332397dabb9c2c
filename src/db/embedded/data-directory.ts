import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PaperboyError } from '../../errors.ts';

/** Who has a data directory open, and where its database answers once it does. */
const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** When that process started, where the system tells, so that a process id used again is not mistaken for it. */
  processStart: z.string().nullable(),
  socketDirectory: z.string().nullable(),
});
export type DirectoryOwner = z.infer<typeof ownerSchema>;

export interface DataDirectoryLock {
  /** Writes down where the database answers, for other processes. */
  announce(socketDirectory: string): void;
  release(): void;
}

const lockPath = (directory: string) => join(directory, 'database.lock');

/**
 * Takes the data directory for this process, or says who has it. A directory whose owner died is taken over.
 * The lock file appears by link(2), which is atomic: of two that try at once, one wins.
 */
export function lockDataDirectory(directory: string): DataDirectoryLock | DirectoryOwner {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const taken = takeLock(lockPath(directory));
  if (taken) return taken;
  throw new PaperboyError({
    code: 'DATA_DIRECTORY_BUSY',
    message: `The data directory ${directory} could not be locked: other processes keep taking it.`,
    remedy: 'Try again in a moment.',
    retry: 'later',
  });
}

/**
 * Null when others kept coming first. A dead owner's lock is removed only under a lock of its own, and only while it
 * still is the one that was found dead: otherwise a slower process would remove the lock of whoever took over.
 */
function takeLock(path: string): DataDirectoryLock | DirectoryOwner | null {
  for (let round = 0; round < 100; round += 1) {
    if (createLock(path)) return lockHandle(path);
    const text = readText(path);
    if (text === null) continue;
    const owner = parseOwner(text);
    if (owner && isRunning(owner)) return owner;
    const removal = takeLock(`${path}.removal`);
    if (removal && 'release' in removal) {
      if (readText(path) === text) unlinkSync(path);
      removal.release();
    } else {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseOwner(text: string): DirectoryOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function self(socketDirectory: string | null): DirectoryOwner {
  return { pid: process.pid, processStart: processStart(process.pid), socketDirectory };
}

function createLock(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self(null)), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function lockHandle(path: string): DataDirectoryLock {
  return {
    announce(socketDirectory) {
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(self(socketDirectory)), { mode: 0o600 });
      renameSync(draft, path);
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

function isRunning(owner: DirectoryOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = processStart(owner.pid);
  return start === null || owner.processStart === null || start === owner.processStart;
}

/** Field 22 of /proc/<pid>/stat: clock ticks from boot to the start of the process; null where there is no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name in parentheses may hold spaces, so fields are counted from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
