import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { LATE_AFTER } from '../../../config/alerts.ts';
import { IMPORT } from '../../../config/imports.ts';
import { readImport } from '../../../src/subscribers/csv/import-queries.ts';
import { deleteExpiredImports, requeueImports, runImport } from '../../../src/subscribers/csv/run-import.ts';
import { dropImport, startImport } from '../../../src/subscribers/csv/start-import.ts';
import { assignColumns, uploadImport } from '../../../src/subscribers/csv/upload-import.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { housekeepingJob } from '../../../workers/jobs/housekeeping.ts';
import { sendSlotJob } from '../../../workers/jobs/send-slot.ts';
import { startWorkers } from '../../../workers/main.ts';
import { handlersOf } from '../../support/handlers.ts';
import { missingFor, type TestInstallation, testInstallation, type Way } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { contentsOf, tablesWith } from '../../support/tables.ts';
import { testWatch } from '../../support/watch.ts';

const NOW = '2026-11-23T08:05:00Z';
const PEOPLE = 3 * IMPORT.linesPerStep - 20;
const never = new AbortController().signal;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function installation(way: Way = 'embedded'): Promise<TestInstallation> {
  const ctx = await testInstallation({ way, now: NOW });
  closing.push(() => ctx.close());
  return ctx;
}

/** Uploads a file with that many subscribers. */
function upload(ctx: TestInstallation, count = PEOPLE): Promise<number> {
  const lines = Array.from(
    { length: count },
    (_, index) => `reader${index}@imported.example.org,2026-03-01,a form`,
  );
  const file = Readable.from([['address,consent_at,consent_source', ...lines].join('\n')]);
  return uploadImport(ctx, { operator: 'olga', file });
}

async function started(ctx: TestInstallation, count?: number): Promise<number> {
  const importId = await upload(ctx, count);
  expect(await startImport(ctx, { importId, operator: 'olga' })).toBe(true);
  return importId;
}

/**
 * Runs a worker process that dies within that step, with subscribers added and preferences not yet, and
 * returns its signal.
 */
function crashAt(importId: number, step: number, ctx: TestInstallation): Promise<NodeJS.Signals | null> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/dying-import.ts', String(importId), String(step)],
    { env: { ...process.env, ...ctx.variables }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (_code, signal) => resolve(signal));
  });
}

const noServer = missingFor('postgres');
describe('a subscriber erased during a step', () => {
  it.skipIf(noServer !== null)(noServer ?? 'does not end the import before the others are in', async () => {
    const ctx = await installation('postgres');
    const importId = await started(ctx);
    const waiting = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_locks where not granted and locktype = 'transactionid'
          and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(ctx.db);
      return rows[0]?.count ?? 0;
    };
    let bringing: Promise<unknown> = Promise.resolve();
    // The row is deleted, but not yet committed, when the step reaches it.
    await ctx.db.transaction().execute(async (erasing) => {
      await erasing
        .deleteFrom('import_lines')
        .where('import_id', '=', importId)
        .where('line', '=', 3)
        .execute();
      bringing = runImport(ctx, { importId }, never);
      await expect.poll(waiting, { timeout: 30_000 }).toBe(1);
    });
    await bringing;
    expect(await readImport(ctx.db, importId)).toMatchObject({ state: 'done', added: PEOPLE - 1 });
    expect(await ctx.db.selectFrom('import_lines').selectAll().execute()).toEqual([]);
  });
});

describe.each(['embedded', 'postgres'] as const)('a worker killed during an import (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(
    missing ?? 'loses and duplicates no subscriber: the next run continues after the last step',
    async () => {
      const ctx = await installation(way);
      const importId = await started(ctx);
      expect(await crashAt(importId, 2, ctx)).toBe('SIGKILL');
      expect(await readImport(ctx.db, importId)).toMatchObject({
        state: 'running',
        added: IMPORT.linesPerStep,
      });
      expect(await crashAt(importId, 1, ctx)).toBe('SIGKILL');
      expect(await runImport(ctx, { importId }, never)).toEqual({
        added: PEOPLE - IMPORT.linesPerStep,
        known: 0,
        suppressed: 0,
      });
      expect(await readImport(ctx.db, importId)).toMatchObject({ state: 'done', added: PEOPLE, known: 0 });
      const rows = await ctx.db.selectFrom('subscribers').select(['address', 'state']).execute();
      expect(rows.map(({ address }) => address).sort()).toEqual(
        Array.from({ length: PEOPLE }, (_, index) => `reader${index}@imported.example.org`).sort(),
      );
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['active']));
    },
  );
});

describe('an import', () => {
  it('stops between two steps on shutdown and continues later', async () => {
    const ctx = await installation();
    const importId = await started(ctx);
    const stopping = new AbortController();
    const clock = {
      ...ctx.clock,
      now() {
        stopping.abort(new Error('the process is told to stop'));
        return ctx.clock.now();
      },
    };
    await expect(runImport({ ...ctx, clock }, { importId }, stopping.signal)).rejects.toThrow('told to stop');
    expect(await readImport(ctx.db, importId)).toMatchObject({
      state: 'running',
      added: IMPORT.linesPerStep,
    });
    await runImport(ctx, { importId }, never);
    expect(await readImport(ctx.db, importId)).toMatchObject({ state: 'done', added: PEOPLE });
  });

  it('without a job is enqueued by a send slot, unless it is making progress', async () => {
    const ctx = await installation();
    const importId = await upload(ctx, 5);
    const queue = { enqueue: () => Promise.reject(new Error('Redis is away')) };
    expect(await startImport({ ...ctx, queue }, { importId, operator: 'olga' })).toBe(true);
    expect(await requeueImports(ctx)).toBe(0);
    ctx.clock.advance(IMPORT.lostMinutes * 60_000 + 1);
    await sendSlotJob(ctx, { slot: '2026-11-23T08-11' }, never);
    let resolve = () => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    const handlers = handlersOf({
      import: async (_ctx, payload, signal) => {
        await runImport(ctx, payload, signal);
        resolve();
      },
    });
    const workers = await startWorkers(ctx, handlers);
    closing.push(() => workers.drain());
    await promise;
    expect(await readImport(ctx.db, importId)).toMatchObject({ state: 'done', added: 5 });
  });

  it('that fails permanently raises an alert until it makes progress', async () => {
    const ctx = await installation();
    const importId = await started(ctx, 2 * IMPORT.linesPerStep);
    const watch = testWatch(ctx);
    await watch.after(LATE_AFTER.importMinutes * 60_000);
    expect(await watch.open()).not.toContain(`IMPORT_STUCK ${importId}`);
    await watch.after(60_000);
    expect(await watch.alert('IMPORT_STUCK')).toMatchObject({
      subject: String(importId),
      message: `Import ${importId}, started by olga, has made no progress since 2026-11-23 08:05 UTC.`,
      remedy: expect.stringContaining('open Queues'),
    });
    await runImport(ctx, { importId }, never);
    await watch.after(60_000);
    expect(await watch.open()).not.toContain(`IMPORT_STUCK ${importId}`);
  });

  it('that is not started is discarded after a day, with every address', async () => {
    const ctx = await installation();
    const importId = await upload(ctx, 5);
    expect(await runImport(ctx, { importId }, never)).toEqual({ added: 0, known: 0, suppressed: 0 });
    // The columns of the file have masked examples.
    expect(await tablesWith(ctx.db, '@imported.example.org')).toEqual([
      'public.import_files',
      'public.import_lines',
    ]);
    expect(await deleteExpiredImports(ctx)).toBe(0);
    ctx.clock.advance(IMPORT.unstartedDays * 86_400_000 + 1);
    await housekeepingJob(ctx, { day: '2026-11-24' }, never);
    expect(await tablesWith(ctx.db, '@imported.example.org')).toEqual([]);
    expect(await contentsOf(ctx.db, 'import_files')).toEqual({ import_files: [] });
    expect(await readImport(ctx.db, importId)).toMatchObject({ state: 'dropped', added: 0 });
    expect(await startImport(ctx, { importId, operator: 'olga' })).toBe(false);
    ctx.clock.advance(IMPORT.retentionDays * 86_400_000 + 1);
    await housekeepingJob(ctx, { day: '2026-12-25' }, never);
    expect(await readImport(ctx.db, importId)).toBeUndefined();
  });

  it('stores no address in the queue, and none outside the subscribers once done', async () => {
    const ctx = await installation();
    const importId = await started(ctx, 5);
    expect(await tablesWith(ctx.db, '@imported.example.org')).toEqual(['public.import_lines']);
    await runImport(ctx, { importId }, never);
    expect(await tablesWith(ctx.db, '@imported.example.org')).toEqual(['public.subscribers']);
    expect(await dropImport(ctx, { importId, operator: 'olga' })).toBe(false);
  });

  it('stores the maximum of interests per subscriber across several statements', async () => {
    const ctx = await installation();
    const queries = Array.from({ length: 180 }, (_, index) => `something number ${index}`).join(';');
    const lines = Array.from(
      { length: IMPORT.linesPerStep },
      (_, n) => `r${n}@imported.example.org,2026-03-01,a form,${queries}`,
    );
    const file = Readable.from([['address,consent_at,consent_source,queries', ...lines].join('\n')]);
    const importId = await uploadImport(ctx, { operator: 'olga', file });
    await startImport(ctx, { importId, operator: 'olga' });
    expect(await runImport(ctx, { importId }, never)).toMatchObject({ added: IMPORT.linesPerStep });
    const { count } = await ctx.db
      .selectFrom('interests')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(IMPORT.linesPerStep * 180);
  });

  it('does not add a subscriber erased after the upload', async () => {
    const ctx = await installation();
    await putSubscriber(ctx, 'reader1@imported.example.org');
    const importId = await started(ctx, 3);
    await eraseByAddress(ctx, { address: 'reader1@imported.example.org' });
    await runImport(ctx, { importId }, never);
    expect(await readImport(ctx.db, importId)).toMatchObject({ lines: 3, added: 2, known: 0 });
    expect(await findSubscriberByAddress(ctx.db, 'reader1@imported.example.org')).toBeUndefined();
  });

  it('keeps its file until it is started', async () => {
    const ctx = await installation();
    const importId = await upload(ctx, 3);
    const options = { columns: {}, defaults: { language: 'de' } };
    expect(await assignColumns(ctx, { importId, operator: 'olga', options })).toBe(true);
    expect(await readImport(ctx.db, importId)).toMatchObject({ lines: 3, invalid: 0, left: 0 });
    expect(await startImport(ctx, { importId, operator: 'olga' })).toBe(true);
    expect(await contentsOf(ctx.db, 'import_files')).toEqual({ import_files: [] });
    expect(await assignColumns(ctx, { importId, operator: 'olga', options })).toBe(false);
    await runImport(ctx, { importId }, never);
    const languages = await ctx.db.selectFrom('preferences').select('language').execute();
    expect(languages).toEqual([{ language: 'de' }, { language: 'de' }, { language: 'de' }]);
  });

  it('loses its file when a subscriber is erased, because the address may be in any row', async () => {
    const ctx = await installation();
    await putSubscriber(ctx, 'reader1@imported.example.org');
    const importId = await upload(ctx, 3);
    await eraseByAddress(ctx, { address: 'reader1@imported.example.org' });
    const options = { columns: {}, defaults: {} };
    expect(await assignColumns(ctx, { importId, operator: 'olga', options })).toBe(false);
    expect(await startImport(ctx, { importId, operator: 'olga' })).toBe(true);
    await runImport(ctx, { importId }, never);
    expect(await readImport(ctx.db, importId)).toMatchObject({ lines: 3, added: 2 });
  });
});
