import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RECHECK } from '../../../config/sources.ts';
import { recheckPapers } from '../../../src/papers/ingest/recheck.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { manyPapers, putList } from '../../support/list.ts';
import { emptyTables } from '../../support/tables.ts';

const DAY = '2026-11-23';
const HOUR_MS = 3_600_000;
const published = '2026-11-20T09:00:00Z';
const WITHDRAWN = 'This paper has been withdrawn by the authors due to an error';

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
  expect(feeds.arxiv.violations()).toBe(0);
  await feeds.close();
  await emptyTables(ctx.db);
});

const ids = (count: number) => manyPapers(count).map(({ id }) => id);
const recheck = (paperIds: readonly string[], signal?: AbortSignal) =>
  recheckPapers({ ...ctx, ...feeds }, { paperIds, ...(signal ? { signal } : {}) });
/** Numbers of ids of the requests since the last call. */
const asked = () =>
  feeds.arxiv.requests.splice(0).map(({ query }) => query.get('id_list')?.split(',').length ?? 0);

describe('looking at papers again', () => {
  it('stores the record of a paper that only Hugging Face knew, and its withdrawal', async () => {
    await putList(ctx, DAY, manyPapers(3));
    const authors = ['Jane Doe'];
    feeds.entries.push(
      { id: '2611.00001', version: 2, published, comment: WITHDRAWN },
      { id: '2611.00002', published, summary: 'As arXiv has it.', authors, categories: ['cs.CL'] },
    );
    expect(await recheck(ids(3))).toEqual({ asked: 3, withdrawn: ['2611.00001'], failure: null });
    const papers = await ctx.db.selectFrom('papers').selectAll().orderBy('id').execute();
    expect(papers).toMatchObject([
      { id: '2611.00001', withdrawn: true, latest_version: 2, comment: WITHDRAWN },
      { id: '2611.00002', withdrawn: false, abstract: 'As arXiv has it.', primary_category: 'cs.CL' },
      { id: '2611.00003', withdrawn: false, latest_version: null },
    ]);
  });

  it('asks again only after hours, also about a paper that arXiv does not know', async () => {
    await putList(ctx, DAY, manyPapers(2));
    feeds.entries.push({ id: '2611.00001', published });
    await recheck(ids(2));
    expect(asked()).toEqual([2]);
    ctx.clock.advance(RECHECK.topAfterHours * HOUR_MS - 60_000);
    expect((await recheck(ids(2))).asked).toBe(0);
    ctx.clock.advance(120_000);
    expect((await recheck(ids(2))).asked).toBe(2);
    const checks = await ctx.db.selectFrom('record_checks').selectAll().orderBy('paper_id').execute();
    expect(checks.map(({ paper_id }) => paper_id)).toEqual(ids(2));
  });

  it('keeps to the likeliest picks within hours, to all others within a day, and to its limit', async () => {
    await putList(ctx, DAY, manyPapers(230));
    expect((await recheck(ids(230))).asked).toBe(RECHECK.most);
    expect(asked()).toEqual([100, 100]);
    ctx.clock.advance(3 * HOUR_MS);
    expect((await recheck(ids(230))).asked).toBe(RECHECK.top + 30);
    expect(asked()).toEqual([100, 30]);
    ctx.clock.advance(22 * HOUR_MS);
    expect((await recheck(ids(230))).asked).toBe(RECHECK.most);
  });

  it('records a failure in the state of the source instead of throwing', async () => {
    await putList(ctx, DAY, manyPapers(2));
    feeds.arxiv.fail({ kind: 'status', status: 503 });
    const report = await recheck(ids(2));
    expect(report).toMatchObject({ asked: 0, withdrawn: [], failure: expect.stringContaining('503') });
    const state = await ctx.db.selectFrom('source_states').selectAll().executeTakeFirstOrThrow();
    expect(state).toMatchObject({ source: 'arxiv', state: 'failed', failures: 1, reason: report.failure });
    feeds.arxiv.recover();
    expect((await recheck(ids(2))).asked).toBe(2);
  });

  it('does nothing without a source that serves single papers, and stops with its job', async () => {
    await putList(ctx, DAY, manyPapers(2));
    const daily = feeds.sources.filter(({ name }) => name === 'hugging-face');
    const report = await recheckPapers({ ...ctx, sources: daily }, { paperIds: ids(2) });
    expect(report).toEqual({ asked: 0, withdrawn: [], failure: null });
    const stop = new Error('stopped');
    await expect(recheck(ids(2), AbortSignal.abort(stop))).rejects.toBe(stop);
    expect(feeds.arxiv.requests).toEqual([]);
  });
});
