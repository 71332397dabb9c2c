import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../../src/day.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { backFill, isBackFillDue } from '../../../src/papers/ingest/back-fill.ts';
import { ingest } from '../../../src/papers/ingest/ingest.ts';
import { readUsualArrivals } from '../../../src/papers/ingest/source-queries.ts';
import type { JobRequest } from '../../../src/queue/jobs.ts';
import { jobId } from '../../../src/queue/jobs.ts';
import { readRevisionPapers } from '../../../src/trending/revision-queries.ts';
import { backFillJob } from '../../../workers/jobs/back-fill.ts';
import { ingestJob } from '../../../workers/jobs/ingest.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyEntry } from '../../support/hugging-face-server.ts';
import { missingFor, type TestInstallation, testInstallation, type Way } from '../../support/installation.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const TODAY = '2026-11-23';
const SOURCE = 'hugging-face';
const never = new AbortController().signal;

describe.for(['embedded', 'postgres'] as Way[])('the back-fill (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    let feeds: Feeds;
    beforeAll(async () => {
      ctx = await testInstallation({ way, env: { BACK_FILL_DAYS: '40' } });
    });
    afterAll(() => ctx?.close());
    beforeEach(async () => {
      ctx.clock.set(`${TODAY}T08:00:00Z`);
      feeds = await startFeeds(ctx);
      for (let back = 0; back <= 60; back += 1) {
        const day = addDays(TODAY, -back);
        if (weekday(day) < 6) feeds.lists[day] = [0, 1, 2].map((number) => entry(day, back, number));
      }
    });
    afterEach(async () => {
      await feeds.close();
      await emptyTables(ctx.db);
    });

    const entry = (day: string, back: number, number: number) =>
      dailyEntry({
        id: `2611.${String(back * 10 + number + 1).padStart(5, '0')}`,
        day,
        upvotes: 40 - back / 2 + number,
        outer: { submittedBy: { name: `account-${number}` } },
      });
    const installation = () => ({ ...ctx, ...feeds });
    const fill = (days = 40, more = {}) => backFill(installation(), { source: SOURCE, days, ...more });
    /** Weekdays from eight days ago to that many, newest first. */
    const wanted = (days: number) =>
      Array.from({ length: days - 7 }, (_, index) => addDays(TODAY, -8 - index)).filter(
        (day) => weekday(day) < 6,
      );

    it('fetches each earlier list once, newest first and slowly, with submitters', async () => {
      const state = await fill();
      expect(state).toMatchObject({ state: 'done', lists: 23, papers: 69, failures: 0, reason: null });
      const { requests } = feeds.huggingFace;
      expect(requests.map(({ query }) => query.get('date'))).toEqual(wanted(40));
      const pauses = requests
        .slice(1)
        .map(({ at }, index) => at.getTime() - (requests[index]?.at.getTime() ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(6_000);
      const listed = await ctx.db.selectFrom('daily_lists').select(['day', 'submitter']).execute();
      expect(new Set(listed.map(({ day }) => day))).toEqual(new Set(wanted(40)));
      expect(new Set(listed.map(({ submitter }) => submitter))).toEqual(
        new Set(['account-0', 'account-1', 'account-2']),
      );
      // Once per installation, also for an operator who asks again.
      ctx.clock.set(`${addDays(TODAY, 5)}T08:00:00Z`);
      expect(await fill()).toEqual(state);
      expect(await fill(40, { reopen: true })).toEqual(state);
      expect(requests).toHaveLength(23);
    });

    it('changes no ranking, no usual arrival and no state of the source', async () => {
      await ingest(installation(), { source: SOURCE, day: TODAY });
      await classifyAndRank(ctx, { day: TODAY });
      const before = await readRevisionPapers(ctx.db, `day-${TODAY}`, 1);
      const states = await contentsOf(ctx.db, 'source_states');
      const arrivals = await readUsualArrivals(ctx.db, addDays(TODAY, -30));
      await fill();
      ctx.clock.set(`${TODAY}T08:59:00Z`);
      await classifyAndRank(ctx, { day: TODAY });
      const [newest] = await ctx.db
        .selectFrom('pool_revisions')
        .select(['revision', 'papers'])
        .where('pool_id', '=', `day-${TODAY}`)
        .orderBy('revision', 'desc')
        .execute();
      const after = await readRevisionPapers(ctx.db, `day-${TODAY}`, newest?.revision ?? 0);
      expect(newest?.papers).toBe(3);
      expect(after.map(({ card }) => card.paperId)).toEqual(before.map(({ card }) => card.paperId));
      const ranks = (rows: typeof before) =>
        rows.map(({ scores }) => (scores as { topics: { rank: number }[] }).topics.map(({ rank }) => rank));
      expect(ranks(after)).toEqual(ranks(before));
      const attention = (rows: typeof before) =>
        rows.map(({ scores }) => (scores as { attention: number }).attention);
      // The prior fades within the hour; nothing else may move.
      for (const [index, value] of attention(after).entries())
        expect(Math.abs(value - (attention(before)[index] ?? 0))).toBeLessThan(0.2);
      expect(await contentsOf(ctx.db, 'source_states')).toEqual(states);
      expect(await readUsualArrivals(ctx.db, addDays(TODAY, -30))).toEqual(arrivals);
    });

    it('skips days that ingestion fetched before', async () => {
      const known = wanted(40)[3] ?? '';
      await ingest(installation(), { source: SOURCE, day: addDays(known, 7), force: true });
      const asked = new Set(feeds.askedDays(SOURCE));
      await fill();
      expect(feeds.askedDays(SOURCE)).toEqual(wanted(40).filter((day) => !asked.has(day)));
    });

    it('asks for no day twice when two processes run at once', async () => {
      await Promise.all([fill(), fill()]);
      expect(feeds.huggingFace.requests.map(({ query }) => query.get('date'))).toEqual(wanted(40));
    });

    it('gives up after five days that the source rejects, and continues when an operator says so', async () => {
      feeds.huggingFace.fail({ kind: 'status', status: 400 });
      const state = await fill();
      expect(state).toMatchObject({
        state: 'refused',
        failures: 5,
        reason: `Hugging Face Daily Papers does not serve its list of ${wanted(40)[4]}`,
      });
      expect(feeds.huggingFace.requests).toHaveLength(5);
      expect(await isBackFillDue(installation(), SOURCE)).toBe(false);
      expect(await fill()).toEqual(state);
      expect(feeds.huggingFace.requests).toHaveLength(5);
      feeds.huggingFace.recover();
      expect(await fill(40, { reopen: true })).toMatchObject({ state: 'done', lists: 18, reason: null });
    });

    it('waits while the source limits it, and gives up after a day of that', async () => {
      feeds.huggingFace.fail({ kind: 'status', status: 429, headers: { 'retry-after': '3000' } });
      const job = () => backFillJob(installation(), { source: SOURCE, hour: `${TODAY}T08` }, never);
      expect(await job()).toMatchObject({ state: 'running', failures: 1, nextDay: addDays(TODAY, -8) });
      for (let hour = 2; hour <= 24; hour += 1) {
        expect(await isBackFillDue(installation(), SOURCE)).toBe(true);
        ctx.clock.advance(3_600_000);
        await job();
      }
      expect(await job()).toMatchObject({ state: 'refused', failures: 24, lists: 0 });
      expect(feeds.huggingFace.requests.length).toBeLessThanOrEqual(24);
      expect(await isBackFillDue(installation(), SOURCE)).toBe(false);
    });

    it('passes over a day that cannot be read', async () => {
      feeds.lists[wanted(40)[2] ?? ''] = ['not an entry', 7];
      expect(await fill()).toMatchObject({ state: 'done', lists: 22, failures: 0 });
    });

    it('runs by itself, twenty days a job, once the source has responded', async () => {
      const asked: string[] = [];
      const queue = { ...ctx.queue, enqueue: async (job: JobRequest) => void asked.push(jobId(job)) };
      const run = () => ingestJob({ ...installation(), queue }, { source: SOURCE, day: TODAY }, never);
      feeds.huggingFace.fail({ kind: 'drop' });
      await expect(run()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      expect(asked).toEqual([]);
      feeds.huggingFace.recover();
      ctx.clock.set(`${TODAY}T09:05:00Z`);
      await run();
      expect(asked).toEqual([`back-fill-${SOURCE}-${TODAY}T09`]);
      const job = () => backFillJob(installation(), { source: SOURCE, hour: `${TODAY}T09` }, never);
      expect(await job()).toMatchObject({ state: 'running', lists: 20 });
      expect(await job()).toMatchObject({ state: 'done', lists: 23 });
      await run();
      expect(asked).toHaveLength(1);
      const off = { ...installation(), env: { ...ctx.env, BACK_FILL_DAYS: 0 } };
      await ctx.db.deleteFrom('back_fills').execute();
      expect(await isBackFillDue(off, SOURCE)).toBe(false);
      expect(await isBackFillDue(installation(), 'arxiv')).toBe(false);
    });

    it('names a source that serves no earlier lists', async () => {
      await expect(backFill(installation(), { source: 'arxiv', days: 40 })).rejects.toMatchObject({
        code: 'BACK_FILL_UNSUPPORTED',
      });
    });

    it.skipIf(way === 'embedded')('continues after it was killed, with at most one day again', async () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'test/support/dying-back-fill.ts', ctx.clock.now().toISOString(), '40', '7'],
        { env: { ...process.env, ...ctx.variables, HF_BASE_URL: feeds.huggingFace.url }, stdio: 'inherit' },
      );
      const signal = await new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (_code, by) => resolve(by));
      });
      expect(signal).toBe('SIGKILL');
      expect(feeds.huggingFace.requests).toHaveLength(7);
      expect(await fill()).toMatchObject({ state: 'done', lists: 23 });
      const days = feeds.huggingFace.requests.map(({ query }) => query.get('date') ?? '');
      const [, , , , , , seventh = ''] = wanted(40);
      expect(days).toEqual([...wanted(40).slice(0, 7), seventh, ...wanted(40).slice(7)]);
      const { count } = await ctx.db
        .selectFrom('daily_lists')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(Number(count)).toBe(69);
    });
  });
});
