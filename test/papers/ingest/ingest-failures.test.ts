import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type IngestInput, ingest } from '../../../src/papers/ingest/ingest.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyList } from '../../support/hugging-face-server.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const DAY = '2026-06-11';
const HOUR_MS = 3_600_000;

let ctx: TestInstallation;
let feeds: Feeds;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set(`${DAY}T04:00:00Z`);
  feeds = await startFeeds(ctx);
});
afterEach(async () => {
  await feeds.close();
  await emptyTables(ctx.db);
});

const run = (input: Partial<IngestInput> = {}) =>
  ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day: DAY, ...input });
const state = () => ctx.db.selectFrom('source_states').selectAll().executeTakeFirstOrThrow();
const dayRow = (day = DAY) =>
  ctx.db.selectFrom('source_days').selectAll().where('day', '=', day).executeTakeFirst();

describe('a source that is down', () => {
  it('is recorded with reason and number of attempts, and the error requests a retry', async () => {
    feeds.huggingFace.fail({ kind: 'drop' });
    await expect(run()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', retry: 'later' });
    expect(await state()).toMatchObject({
      state: 'failed',
      failures: 1,
      succeeded_at: null,
      newest_day: null,
    });
    expect((await state()).reason).toMatch(/^Hugging Face Daily Papers did not respond at 127\.0\.0\.1:\d+/);
    expect(await dayRow()).toMatchObject({ outcome: 'failed', papers: 0, reason: (await state()).reason });
    await expect(run()).rejects.toThrow();
    expect(await state()).toMatchObject({ state: 'failed', failures: 2 });
  });

  it('catches up on missed days once it is available', async () => {
    feeds.lists[DAY] = dailyList(DAY, 4);
    await run();
    const good = (await state()).succeeded_at;
    feeds.huggingFace.fail({ kind: 'status', status: 503 });
    for (const day of ['2026-06-12', '2026-06-15']) {
      ctx.clock.set(`${day}T04:00:00Z`);
      await expect(run({ day })).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    }
    expect(await state()).toMatchObject({
      state: 'failed',
      failures: 2,
      newest_day: DAY,
      succeeded_at: good,
    });
    feeds.huggingFace.recover();
    feeds.lists['2026-06-12'] = dailyList('2026-06-12', 3, 20);
    feeds.lists['2026-06-15'] = dailyList('2026-06-15', 2, 30);
    ctx.clock.set('2026-06-15T05:00:00Z');
    const report = await run({ day: '2026-06-15' });
    expect(report.days.filter(({ papers }) => papers > 0).map(({ day, papers }) => [day, papers])).toEqual([
      ['2026-06-15', 2],
      ['2026-06-12', 3],
      [DAY, 4],
    ]);
    expect(await state()).toMatchObject({
      state: 'fresh',
      failures: 0,
      reason: null,
      newest_day: '2026-06-15',
    });
    expect(await dayRow('2026-06-15')).toMatchObject({ outcome: 'complete', papers: 2, reason: null });
  });

  it('is retried at once after a failure, without waiting for the refetch interval', async () => {
    feeds.lists[DAY] = dailyList(DAY, 4);
    await run();
    feeds.huggingFace.fail({ kind: 'status', status: 500 });
    await expect(run({ force: true })).rejects.toThrow();
    feeds.huggingFace.recover();
    expect((await run()).days.map(({ day }) => day)).toEqual([DAY]);
  });

  it('passes its Retry-After on', async () => {
    feeds.huggingFace.fail({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    await expect(run()).rejects.toMatchObject({ code: 'SOURCE_LIMITED', retryAfterMs: 600_000 });
    expect(await state()).toMatchObject({ state: 'failed', reason: expect.stringContaining('600 s') });
  });
});

describe('a garbled response', () => {
  it.each(['<html>Maintenance</html>', '{"papers": []}', ''])(
    '%j is an error, and earlier days are kept',
    async (body) => {
      feeds.lists[DAY] = dailyList(DAY, 4);
      await run();
      const tables = [
        'papers',
        'paper_records',
        'daily_lists',
        'signal_snapshots',
        'source_rejections',
      ] as const;
      const before = await contentsOf(ctx.db, ...tables);
      feeds.huggingFace.fail({ kind: 'garbage', body });
      ctx.clock.advance(HOUR_MS);
      await expect(run()).rejects.toMatchObject({ code: 'SOURCE_GARBLED', retry: 'later' });
      expect(await contentsOf(ctx.db, ...tables)).toEqual(before);
      // The day still counts its papers; only the failure of the last attempt is new.
      expect(await dayRow()).toMatchObject({
        outcome: 'failed',
        papers: 4,
        fetched_at: new Date(`${DAY}T04:00:00Z`),
      });
      expect(await state()).toMatchObject({ state: 'failed', newest_day: DAY, failures: 1 });
    },
  );

  it('is an error when no entry is readable, with a rejection per entry', async () => {
    feeds.lists[DAY] = ['nonsense', 42, { paper: { id: 'x', title: 'No id' } }];
    await expect(run()).rejects.toMatchObject({
      code: 'SOURCE_GARBLED',
      message: expect.stringContaining('3 entries'),
    });
    expect(await state()).toMatchObject({ state: 'failed', newest_day: null });
    expect(await dayRow()).toMatchObject({
      outcome: 'failed',
      papers: 0,
      reason: '3 entries skipped, none stored',
    });
    expect((await contentsOf(ctx.db, 'source_rejections')).source_rejections).toHaveLength(3);
  });
});

describe('an unreadable older day', () => {
  const bad = '2026-06-09';
  const older = '2026-06-08';
  beforeEach(() => {
    feeds.lists[DAY] = dailyList(DAY, 4);
    feeds.lists[bad] = ['nonsense'];
    feeds.lists[older] = dailyList(older, 2, 20);
  });

  it("does not block today's papers", async () => {
    await expect(run()).rejects.toMatchObject({ code: 'SOURCE_GARBLED' });
    expect(await dayRow()).toMatchObject({ outcome: 'complete', papers: 4 });
    expect(await state()).toMatchObject({ state: 'failed', newest_day: DAY });
  });

  it('does not block the days before it, which would soon be out of reach', async () => {
    await expect(run()).rejects.toMatchObject({
      code: 'SOURCE_GARBLED',
      message: expect.stringContaining(bad),
    });
    expect(await dayRow(bad)).toMatchObject({ outcome: 'failed' });
    expect(await dayRow(older)).toMatchObject({ outcome: 'complete', papers: 2 });
  });
});

describe('an aborted run', () => {
  it('stops, keeps what was stored, and is not a failure of the source', async () => {
    feeds.lists[DAY] = dailyList(DAY, 4);
    const stopping = new AbortController();
    feeds.huggingFace.onRequest(({ query }) => {
      if (query.get('date') === '2026-06-09') stopping.abort(new Error('shutting down'));
    });
    await expect(run({ signal: stopping.signal })).rejects.toThrow('shutting down');
    expect(await dayRow()).toMatchObject({ outcome: 'complete', papers: 4 });
    expect(await dayRow('2026-06-09')).toBeUndefined();
    const states = await ctx.db.selectFrom('source_states').select(['state', 'failures']).execute();
    expect(states.filter(({ state, failures }) => state === 'failed' || failures > 0)).toEqual([]);
  });
});
