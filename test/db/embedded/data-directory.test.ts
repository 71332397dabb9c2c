import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DataDirectoryLock,
  type DirectoryOwner,
  lockDataDirectory,
} from '../../../src/db/embedded/data-directory.ts';
import { readOwner } from '../../support/directory-owner.ts';
import { endProcesses, nodeProcess } from '../../support/process.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'paperboy-lock-')), 'data');
});
afterEach(async () => {
  await endProcesses();
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

const path = () => join(directory, 'database.lock');

function take(): DataDirectoryLock {
  const taken = lockDataDirectory(directory);
  if (!('release' in taken)) throw new Error(`The directory belongs to process ${taken.pid}.`);
  return taken;
}

/** Process id of an ended process. */
async function deadPid(): Promise<number> {
  const child = nodeProcess(['--eval', '0'], {});
  await child.ended;
  return child.pid;
}

function writeOwner(owner: DirectoryOwner): void {
  writeFileSync(path(), JSON.stringify(owner));
}

describe('the lock of a data directory', () => {
  it('creates the directory for its owner only and records the process', () => {
    take();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readOwner(directory)).toMatchObject({ pid: process.pid, socketDirectory: null });
  });

  it('records the socket of the database once it is known', () => {
    const lock = take();
    lock.announce('/run/somewhere');
    expect(lockDataDirectory(directory)).toMatchObject({
      pid: process.pid,
      socketDirectory: '/run/somewhere',
    });
  });

  it('can be taken again after its release, and leaves no files', () => {
    take().release();
    expect(readOwner(directory)).toBeNull();
    expect(readdirSync(directory)).toEqual([]);
    take();
    expect(readdirSync(directory)).toEqual(['database.lock']);
  });

  it('of a running process is not taken over', async () => {
    const other = nodeProcess(['--eval', HOLD, directory], {});
    await other.says(/locked/);
    const before = readFileSync(path(), 'utf8');
    expect(lockDataDirectory(directory)).toMatchObject({ pid: other.pid });
    expect(readFileSync(path(), 'utf8')).toBe(before);
  });

  it('of a killed process is taken over', async () => {
    const other = nodeProcess(['--eval', HOLD, directory], {});
    await other.says(/locked/);
    other.kill('SIGKILL');
    await other.ended;
    take();
    expect(readOwner(directory)?.pid).toBe(process.pid);
    expect(readdirSync(directory)).toEqual(['database.lock']);
  });

  it('with a reused process id is taken over', async () => {
    take();
    const own = readOwner(directory);
    if (own?.processStart == null) return expect(process.platform).not.toBe('linux');
    // This process is running, but did not start at that tick.
    writeOwner({ ...own, processStart: String(Number(own.processStart) - 1), socketDirectory: '/run/gone' });
    take();
    expect(readOwner(directory)).toEqual({ ...own, socketDirectory: null });
  });

  it('without a start time holds while the process id exists', async () => {
    take();
    writeOwner({ pid: process.pid, processStart: null, socketDirectory: '/run/here' });
    expect(lockDataDirectory(directory)).toMatchObject({ pid: process.pid, socketDirectory: '/run/here' });
    writeOwner({ pid: await deadPid(), processStart: null, socketDirectory: '/run/gone' });
    take();
  });

  it.each(['', 'not json', '{"pid":"many"}', '{"pid":-1}', '[]', '\u0000\u0000'])(
    'that cannot be read (%j) has no owner',
    (text) => {
      take().release();
      writeFileSync(path(), text);
      take();
      expect(readOwner(directory)?.pid).toBe(process.pid);
    },
  );
});

describe('many processes that compete for the lock', () => {
  it('never hold the lock at the same time, even when holders are killed', async () => {
    take().release();
    const log = join(directory, 'turns.log');
    const children = Array.from({ length: 6 }, (_, index) =>
      nodeProcess(['--eval', TAKE_TURNS, directory, log, String(index)], {}),
    );
    const endings = await Promise.all(children.map((child) => child.ended));
    const errors = children.map((child) => child.err()).join('');
    expect(errors).toBe('');
    expect(endings.every(({ code, signal }) => code === 0 || signal === 'SIGKILL')).toBe(true);
    const turns = readFileSync(log, 'utf8').trim().split('\n');
    expect(turns.length).toBeGreaterThan(100);
    expect(overlaps(turns)).toEqual([]);
  }, 120_000);
});

/** Turns begun during another turn of a running process. */
function overlaps(turns: readonly string[]): string[] {
  const wrong: string[] = [];
  let holder: string | null = null;
  for (const turn of turns) {
    const [what, who = ''] = turn.split(' ');
    if (what === 'begin' && holder !== null) wrong.push(`${turn} while ${holder} had it`);
    if (what === 'end' && holder !== who) wrong.push(`${turn} while ${holder} had it`);
    holder = what === 'begin' ? who : null;
  }
  return wrong;
}

const HOLD = `
  const { lockDataDirectory } = await import('./src/db/embedded/data-directory.ts');
  lockDataDirectory(process.argv[1]);
  console.log('locked');
  setInterval(() => {}, 1000);
`;

/** Appends are atomic and made while holding the lock, so overlapping turns are interleaved in the log. */
const TAKE_TURNS = `
  const { appendFileSync } = await import('node:fs');
  const { lockDataDirectory } = await import('./src/db/embedded/data-directory.ts');
  const { readOwner } = await import('./test/support/directory-owner.ts');
  const [, directory, log, index] = process.argv;
  for (let turn = 0; turn < 1500; turn += 1) {
    const lock = lockDataDirectory(directory);
    if (!('release' in lock)) continue;
    appendFileSync(log, \`begin \${index}-\${turn}\\n\`);
    for (let look = 0; look < 5; look += 1) {
      if (readOwner(directory)?.pid !== process.pid) throw new Error('The lock was stolen.');
    }
    appendFileSync(log, \`end \${index}-\${turn}\\n\`);
    if (turn > 1000 && turn % 7 === Number(index)) process.kill(process.pid, 'SIGKILL');
    lock.release();
  }
`;
