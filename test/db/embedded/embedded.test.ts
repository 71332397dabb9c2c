import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { connectDatabase } from '../../../src/db/connect.ts';
import { lockDataDirectory } from '../../../src/db/embedded/data-directory.ts';
import { openEmbedded } from '../../../src/db/embedded/embedded.ts';
import { readOwner } from '../../support/directory-owner.ts';
import { endProcesses, nodeProcess, type TestProcess } from '../../support/process.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'paperboy-embedded-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await endProcesses();
  rmSync(directory, { recursive: true, force: true });
});

/** Copies an existing database; creating one takes seconds. */
const existing = () => cpSync(inject('template'), directory, { recursive: true });
const start = () => nodeProcess(['test/support/database-process.ts', directory], {});
const kindOf = async (process: TestProcess) =>
  (await process.says(/opened ([a-z-]+)|refused .+/))[1] ?? 'refused';

let asked = 0;
/** Sends SQL to a process and returns the rows of its response. */
async function ask(process: TestProcess, sql: string): Promise<unknown> {
  asked += 1;
  // The number distinguishes this response from earlier ones.
  process.writeLine(`with answer as (${sql}) select ${asked} as asked, answer.* from answer`);
  const [, rows = ''] = await process.says(new RegExp(`rows (.*"asked":${asked}\\b.*)`));
  return (JSON.parse(rows) as Record<string, unknown>[]).map(({ asked: _, ...row }) => row);
}

async function run(process: TestProcess, sql: string): Promise<void> {
  process.writeLine(sql);
  await ask(process, 'select 1');
}

describe('two processes on one data directory', () => {
  it('share one database: the second joins the first', async () => {
    existing();
    const first = start();
    expect(await kindOf(first)).toBe('embedded');
    await run(first, 'create table notes (note text)');
    const second = start();
    expect(await kindOf(second)).toBe('embedded-guest');
    await run(second, `insert into notes values ('from the second')`);
    expect(await ask(first, 'select note from notes')).toEqual([{ note: 'from the second' }]);
    // A leaving guest does not affect the owner.
    second.writeLine('close');
    expect(await second.ended).toEqual({ code: 0, signal: null });
    await run(first, `insert into notes values ('still here')`);
    first.writeLine('close');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(readOwner(directory)).toBeNull();
  });

  it('starting at the same time on a new directory both work, and exactly one owns it', async () => {
    const both = [start(), start(), start()];
    const kinds = await Promise.all(both.map(kindOf));
    expect(kinds.sort()).toEqual(['embedded', 'embedded-guest', 'embedded-guest']);
    await run(both[0] as TestProcess, 'create table notes (note text)');
    await Promise.all(both.map((process, index) => run(process, `insert into notes values ('${index}')`)));
    for (const process of both) {
      expect(await ask(process, 'select count(*) as notes from notes')).toEqual([{ notes: 3 }]);
    }
  });

  it('in sequence: the next owner sees committed rows of a killed one, and no uncommitted ones', async () => {
    existing();
    const first = start();
    expect(await kindOf(first)).toBe('embedded');
    await run(first, 'create table notes (id integer, note text)');
    for (let id = 1; id <= 20; id += 1) await run(first, `insert into notes values (${id}, 'kept')`);
    await run(first, 'begin');
    await run(first, `insert into notes values (21, 'never committed')`);
    first.kill('SIGKILL');
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });
    const next = start();
    expect(await kindOf(next)).toBe('embedded');
    expect(await ask(next, 'select count(*) as notes, max(id) as last from notes')).toEqual([
      { notes: 20, last: 20 },
    ]);
  });

  it('one of which is killed before its database is ready: the waiting process takes over', async () => {
    existing();
    const first = nodeProcess(['--eval', LOCK_AND_WAIT, directory], {});
    await first.says(/locked/);
    const waiting = openEmbedded(directory);
    expect(readOwner(directory)?.pid).toBe(first.pid);
    first.kill('SIGKILL');
    const taken = await waiting;
    expect(taken.owned).toBe(true);
    await taken.close();
  });
});

/** Owner that never announces the socket of its database. */
const LOCK_AND_WAIT = `
  const { lockDataDirectory } = await import('./src/db/embedded/data-directory.ts');
  lockDataDirectory(process.argv[1]);
  console.log('locked');
  setInterval(() => {}, 1000);
`;

describe('an owner', () => {
  it('that runs and never responds is reported with its process id', async () => {
    lockDataDirectory(directory);
    vi.useFakeTimers();
    const refused = openEmbedded(directory).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await refused).toMatchObject({
      code: 'DATA_DIRECTORY_BUSY',
      retry: 'later',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(readOwner(directory)?.pid).toBe(process.pid);
  });

  it('that runs without its socket is reported within seconds', async () => {
    const lock = lockDataDirectory(directory);
    if (!('release' in lock)) throw new Error('The new directory had an owner.');
    lock.announce(join(directory, 'nowhere'));
    const refused = connectDatabase({ DATABASE_URL: undefined, DATA_DIR: directory }, () => {});
    await expect(refused).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', retry: 'later' });
  });

  it('that cannot open its database releases the directory', async () => {
    writeFileSync(join(directory, 'database'), 'not a folder');
    await expect(openEmbedded(directory)).rejects.toThrow();
    expect(readOwner(directory)).toBeNull();
  });

  // Guests are cut off while one has an open transaction and others wait behind it. Five rounds, because what
  // is read first differs.
  it.each([1, 2, 3, 4, 5])('that ends runs no query of its guests from then on (round %i)', async () => {
    existing();
    const owner = await openEmbedded(directory);
    const address = { host: owner.socketDirectory, user: 'postgres', database: 'postgres' };
    const guests = Array.from({ length: 12 }, () => new pg.Client(address).on('error', () => {}));
    await Promise.all(guests.map((guest) => guest.connect()));
    await guests[0]?.query('create table notes (id integer)');
    let stored = 0;
    const ended = Promise.allSettled(
      guests.map(async (guest) => {
        for (;;) {
          await guest.query('begin');
          await guest.query('insert into notes select generate_series(1, 100)');
          await guest.query('commit');
          stored += 100;
        }
      }),
    );
    await vi.waitUntil(() => stored >= 1_000);
    await owner.close();
    expect((await ended).map(({ status }) => status)).toEqual(guests.map(() => 'rejected'));
    const next = await openEmbedded(directory);
    expect(next.owned).toBe(true);
    await next.close();
  });

  it('can be this process: a second open joins the first', async () => {
    existing();
    const first = await openEmbedded(directory);
    const second = await openEmbedded(directory);
    expect([first.owned, second.owned]).toEqual([true, false]);
    expect(second.socketDirectory).toBe(first.socketDirectory);
    await second.close();
    await first.close();
    expect(readOwner(directory)).toBeNull();
  });
});
