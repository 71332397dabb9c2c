import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PaperboyError } from '../../errors.ts';

/** Owner of a data directory, as recorded in its lock file. */
const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** Start time of the process, where the system reports it: tells a reused process id from the owner. */
  processStart: z.string().nullable(),
  /** Folder of the database's socket; null until the database is ready. */
  socketDirectory: z.string().nullable(),
});
export type DirectoryOwner = z.infer<typeof ownerSchema>;

export interface DataDirectoryLock {
  /** Records the socket of the database for other processes. */
  announce(socketDirectory: string): void;
  release(): void;
}

const lockPath = (directory: string) => join(directory, 'database.lock');

/**
 * Locks the data directory for this process, or returns its running owner. The lock of a dead owner is taken
 * over. The lock file is created by link(2), which is atomic. Throws PaperboyError `DATA_DIRECTORY_BUSY`
 * after 100 lost races.
 */
export function lockDataDirectory(directory: string): DataDirectoryLock | DirectoryOwner {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = takeLock(lockPath(directory));
  if (lock) return lock;
  throw new PaperboyError({
    code: 'DATA_DIRECTORY_BUSY',
    message: `The data directory ${directory} could not be locked, because other processes keep locking it.`,
    remedy: 'Try again in a moment.',
    retry: 'later',
  });
}

/**
 * Returns null when other processes were faster in every round. A dead owner's lock is removed only under a
 * second lock (`.removal`), and only while its content is unchanged: otherwise a slow process would remove
 * the lock of the successor.
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

function ownRecord(socketDirectory: string | null): DirectoryOwner {
  return { pid: process.pid, processStart: processStart(process.pid), socketDirectory };
}

function createLock(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ownRecord(null)), { mode: 0o600 });
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
      writeFileSync(draft, JSON.stringify(ownRecord(socketDirectory)), { mode: 0o600 });
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

/** Field 22 of /proc/<pid>/stat, clock ticks from boot to the start of the process; null without /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name in parentheses may contain spaces, so fields are counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
