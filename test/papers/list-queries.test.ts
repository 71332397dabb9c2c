import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findListDay, readListedPapers } from '../../src/papers/list-queries.ts';
import { storePapers } from '../../src/papers/queries.ts';
import { storeList, storeSnapshots } from '../../src/papers/source-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { sourcePaper, TITLES } from '../support/list.ts';
import { putPapers } from '../support/site.ts';

const reading = (paperId: string, value: number, signal: 'hf_upvotes' | 'github_stars' = 'hf_upvotes') => ({
  paperId,
  signal,
  value,
});

describe('the lists of days', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx?.close());

  it('are none at first', async () => {
    expect(await findListDay(ctx.db, 'newest')).toBeNull();
    expect(await findListDay(ctx.db, '2026-11-20')).toBeNull();
  });

  it('are found by date or as the newest, with the list days beside them', async () => {
    await putPapers(ctx, '2026-11-18', [{ id: '2611.00018' }]);
    await putPapers(ctx, '2026-11-20', [{ id: '2611.00020' }]);
    await putPapers(ctx, '2026-11-23', [{ id: '2611.00023' }]);
    expect(await findListDay(ctx.db, 'newest')).toEqual({
      day: '2026-11-23',
      previous: '2026-11-20',
      next: null,
    });
    expect(await findListDay(ctx.db, '2026-11-20')).toEqual({
      day: '2026-11-20',
      previous: '2026-11-18',
      next: '2026-11-23',
    });
    expect(await findListDay(ctx.db, '2026-11-19')).toBeNull();
  });

  it('leave out withdrawn papers, and a day that has no other', async () => {
    await putPapers(ctx, '2026-11-24', [{ id: '2611.00024', withdrawn: true }]);
    expect((await findListDay(ctx.db, 'newest'))?.day).toBe('2026-11-23');
    expect(await findListDay(ctx.db, '2026-11-24')).toBeNull();
    expect(await readListedPapers(ctx.db, '2026-11-24')).toEqual([]);
  });

  it('put most upvotes first by the newest reading, then go by title, uncounted ones last', async () => {
    const day = '2026-11-10';
    await putPapers(
      ctx,
      day,
      [
        { id: '2611.10001', title: 'b was overtaken' },
        { id: '2611.10002', title: 'Z rose' },
        { id: '2611.10003', title: 'A nobody counted' },
        { id: '2611.10004', title: 'a like b' },
      ],
      [
        reading('2611.10001', 5),
        reading('2611.10002', 1),
        reading('2611.10004', 5),
        reading('2611.10002', 7, 'github_stars'),
      ],
    );
    ctx.clock.advance(3_600_000);
    await storeSnapshots(ctx.db, 'hugging-face', [reading('2611.10002', 50)], ctx.clock.now());
    const papers = await readListedPapers(ctx.db, day);
    expect(papers.map((paper) => paper.title)).toEqual([
      'Z rose',
      'a like b',
      'b was overtaken',
      'A nobody counted',
    ]);
    expect(papers.map((paper) => paper.signals)).toEqual([
      { hf_upvotes: 50, github_stars: 7 },
      { hf_upvotes: 5 },
      { hf_upvotes: 5 },
      {},
    ]);
  });

  it('show a paper once that two sources list, with its topics and all of its text', async () => {
    const day = '2026-11-11';
    const links = { code: 'https://example.org/code' };
    await putPapers(ctx, day, [
      {
        id: '2611.11001',
        title: TITLES['robotics-embodied'],
        abstract: 'All of it.',
        organisation: 'A Lab',
        links,
      },
    ]);
    await storePapers(
      ctx.db,
      'sample',
      [sourcePaper({ id: '2611.11001', title: 'Another title' })],
      ctx.clock.now(),
    );
    await storeList(ctx.db, 'sample', day, ['2611.11001'], ctx.clock.now());
    expect(await readListedPapers(ctx.db, day)).toEqual([
      {
        id: '2611.11001',
        title: TITLES['robotics-embodied'],
        abstract: 'All of it.',
        summary: 'A short summary of what was done. And a second sentence.',
        authors: ['Jane Doe', 'John Roe'],
        authorCount: 2,
        organisation: 'A Lab',
        links,
        topics: expect.arrayContaining(['robotics-embodied']),
        signals: {},
      },
    ]);
  });
});
