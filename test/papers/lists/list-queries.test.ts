import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../../../src/papers/ingest/source-queries.ts';
import {
  countPapersByTopic,
  findNeighborDays,
  findNewestDay,
  readDayBasis,
  readListEntries,
  readListedPapers,
} from '../../../src/papers/lists/list-queries.ts';
import { assignTopics } from '../../../src/topics/assign-topics.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { sourcePaper, TITLES } from '../../support/list.ts';
import { putPapers } from '../../support/site.ts';

const reading = (paperId: string, value: number, signal: 'hf_upvotes' | 'github_stars' = 'hf_upvotes') => ({
  paperId,
  signal,
  value,
});

describe('lists by the days of sources', () => {
  let ctx: TestInstallation;
  const ids = async (from: string, to = from, topic: string | null = null) =>
    (await readListEntries(ctx, 'lists', { from, to }, topic)).map(({ id }) => id).sort();
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx?.close());

  it('are empty at first', async () => {
    expect(await readDayBasis(ctx.db)).toBe('submissions');
    expect(await findNewestDay(ctx.db, 'lists')).toBeNull();
    expect(await readListEntries(ctx, 'all', { from: '2026-11-01', to: '2026-11-30' })).toEqual([]);
  });

  it('have neighbors, however far away', async () => {
    for (const day of ['2026-11-18', '2026-11-20', '2026-11-23'])
      await putPapers(ctx, day, [{ id: `2611.000${day.slice(8)}` }]);
    expect(await readDayBasis(ctx.db)).toBe('lists');
    expect(await findNewestDay(ctx.db, 'lists')).toBe('2026-11-23');
    const beside = (from: string, to = from) => findNeighborDays(ctx.db, 'lists', from, to);
    expect(await beside('2026-11-20')).toEqual({ previous: '2026-11-18', next: '2026-11-23' });
    expect(await beside('2026-11-19')).toEqual({ previous: '2026-11-18', next: '2026-11-20' });
    expect(await beside('2026-11-01', '2026-11-30')).toEqual({ previous: null, next: null });
  });

  it('exclude withdrawn papers, and days without any other', async () => {
    await putPapers(ctx, '2026-11-24', [{ id: '2611.00024', withdrawn: true }]);
    expect(await findNewestDay(ctx.db, 'lists')).toBe('2026-11-23');
    expect((await findNeighborDays(ctx.db, 'lists', '2026-11-23', '2026-11-23')).next).toBeNull();
    expect(await ids('2026-11-24')).toEqual([]);
  });

  it('contain the first day, newest upvotes and topics of each paper', async () => {
    await putPapers(
      ctx,
      '2026-11-10',
      [
        { id: '2611.10001', title: TITLES['robotics-embodied'] },
        { id: '2611.10002', title: 'Nobody counted' },
      ],
      [reading('2611.10001', 5)],
    );
    await putPapers(ctx, '2026-11-12', [{ id: '2611.10001', title: TITLES['robotics-embodied'] }]);
    ctx.clock.advance(3_600_000);
    await storeSnapshots(ctx.db, 'hugging-face', [reading('2611.10001', 50)], ctx.clock.now());
    const days = { from: '2026-11-09', to: '2026-11-15' };
    const entries = await readListEntries(ctx, 'lists', days);
    expect(entries.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      expect.objectContaining({
        id: '2611.10001',
        day: '2026-11-10',
        upvotes: 50,
        topics: expect.arrayContaining(['robotics-embodied']),
      }),
      expect.objectContaining({ id: '2611.10002', upvotes: null }),
    ]);
    expect(await ids('2026-11-09', '2026-11-15', 'robotics-embodied')).toEqual(['2611.10001']);
  });

  it('show a paper of two sources once, in the requested order, with all its text', async () => {
    const day = '2026-11-11';
    const links = { code: 'https://example.org/code' };
    const paper = {
      title: TITLES['robotics-embodied'],
      abstract: 'All of it.',
      links,
    };
    await putPapers(ctx, day, [{ id: '2611.11001', ...paper, organisation: 'A Lab' }, { id: '2611.11002' }]);
    const now = ctx.clock.now();
    await storePapers(ctx.db, 'sample', [sourcePaper({ id: '2611.11001', title: 'Another title' })], now);
    await storeDailyList(ctx.db, 'sample', day, [{ paperId: '2611.11001' }], now);
    expect(await ids(day)).toEqual(['2611.11001', '2611.11002']);
    const papers = await readListedPapers(ctx, ['2611.11002', '2611.99999', '2611.11001']);
    expect(papers.map(({ id }) => id)).toEqual(['2611.11002', '2611.11001']);
    expect(papers[1]).toEqual({
      id: '2611.11001',
      ...paper,
      organization: 'A Lab',
      summary: 'A short summary of what was done. And a second sentence.',
      generated: false,
      authors: ['Jane Doe', 'John Roe'],
      authorCount: 2,
      publishedAt: null,
      topics: expect.arrayContaining(['robotics-embodied']),
      signals: {},
    });
  });
});

describe('lists without any source list', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
    const submitted = (id: string, publishedAt: string, more = {}) =>
      sourcePaper({ id, publishedAt, title: TITLES['robotics-embodied'], ...more });
    await storePapers(
      ctx.db,
      'arxiv',
      [
        submitted('2611.00001', '2026-11-19T23:59:59Z'),
        submitted('2611.00002', '2026-11-20T00:00:00Z'),
        submitted('2611.00003', '2026-11-23T10:00:00Z', { withdrawn: true }),
      ],
      ctx.clock.now(),
    );
    await assignTopics(ctx);
  });
  afterAll(() => ctx?.close());

  it('use the day of submission, in UTC', async () => {
    expect(await readDayBasis(ctx.db)).toBe('submissions');
    expect(await findNewestDay(ctx.db, 'submissions')).toBe('2026-11-20');
    expect(await findNeighborDays(ctx.db, 'submissions', '2026-11-20', '2026-11-20')).toEqual({
      previous: '2026-11-19',
      next: null,
    });
    const days = { from: '2026-11-20', to: '2026-11-20' };
    expect((await readListEntries(ctx, 'submissions', days)).map(({ id, day }) => [id, day])).toEqual([
      ['2611.00002', '2026-11-20'],
    ]);
  });

  it('count the papers on a topic in these days', async () => {
    expect(
      (await countPapersByTopic(ctx, { from: '2026-11-20', to: '2026-11-30' })).get('robotics-embodied'),
    ).toBe(1);
    expect(
      (await countPapersByTopic(ctx, { from: '2026-11-19', to: '2026-11-30' })).get('robotics-embodied'),
    ).toBe(2);
  });
});
