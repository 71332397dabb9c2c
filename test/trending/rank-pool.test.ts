import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/day.ts';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import type { SourcePaper } from '../../src/ports.ts';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { rankPool } from '../../src/trending/rank-pool.ts';
import { findNewestRevision, readRevisionPapers } from '../../src/trending/revision-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putList, sourcePaper } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

// A Monday.
const DAY = '2026-11-23';
const POOL = `day-${DAY}`;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(`${DAY}T05:00:00Z`));
afterEach(() => emptyTables(ctx.db));

const run = (days = 3) => rankPool(ctx, { poolId: POOL, day: DAY, days });
const ids = async (revision: number) =>
  (await readRevisionPapers(ctx.db, POOL, revision)).map(({ card }) => card.paperId);
const submitted = (...papers: (Partial<SourcePaper> & { id: string })[]) =>
  storePapers(ctx.db, 'arxiv', papers.map(sourcePaper), ctx.clock.now());

describe('a revision', () => {
  it('freezes the candidates with their cards, ranks and inputs', async () => {
    await putList(ctx, DAY, [
      { id: '2611.00001', upvotes: 3 },
      { id: '2611.00002', upvotes: 40 },
    ]);
    await assignTopics(ctx);
    const now = new Date(`${DAY}T05:00:00Z`);
    expect(await run()).toEqual({ poolId: POOL, revision: 1, papers: 2, createdAt: now, created: true });
    expect(await findNewestRevision(ctx.db, POOL)).toEqual({
      poolId: POOL,
      revision: 1,
      papers: 2,
      createdAt: now,
    });
    const frozen = await readRevisionPapers(ctx.db, POOL, 1);
    expect(frozen[1]?.card).toEqual({
      paperId: '2611.00002',
      title: expect.stringContaining('2611.00002'),
      abstract: null,
      summary: 'A short summary of what was done. And a second sentence.',
      authors: ['Jane Doe', 'John Roe'],
      authorCount: 2,
      organisation: null,
      links: {},
      publicAt: `${DAY}T00:00:00.000Z`,
    });
    expect(frozen[1]?.scores).toMatchObject({
      paperId: '2611.00002',
      signals: { hf_upvotes: { value: 40, gained: null, at: `${DAY}T05:00:00.000Z` } },
      topics: [
        { topic: '', rank: 1, of: 2 },
        { topic: 'agents-tool-use', rank: 1, of: 2 },
      ],
    });
    const row = await ctx.db
      .selectFrom('pool_revisions')
      .select(['as_of', 'inputs'])
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ as_of: now, inputs: { asOf: `${DAY}T05:00:00.000Z` } });
  });

  it('can be empty', async () => {
    expect(await run()).toMatchObject({ revision: 1, papers: 0, created: true });
    expect(await readRevisionPapers(ctx.db, POOL, 1)).toEqual([]);
  });

  it('is not created again for unchanged inputs', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001', upvotes: 3 }]);
    await run();
    const before = await contentsOf(ctx.db, 'pool_revisions', 'pool_papers');
    ctx.clock.advance(59 * 60_000);
    const createdAt = new Date(`${DAY}T05:00:00Z`);
    expect(await run()).toEqual({ poolId: POOL, revision: 1, papers: 1, createdAt, created: false });
    expect(await contentsOf(ctx.db, 'pool_revisions', 'pool_papers')).toEqual(before);
  });

  const changes: Record<string, () => Promise<unknown>> = {
    'a new snapshot': () => putList(ctx, DAY, [{ id: '2611.00001', upvotes: 9 }]),
    'a new paper': () => putList(ctx, DAY, [{ id: '2611.00002', upvotes: 1 }]),
    'another text': () => submitted({ id: '2611.00001', version: 1, title: 'As submitted' }),
    topics: () => assignTopics(ctx),
    'more history': () => putList(ctx, addDays(DAY, -6), [{ id: '2611.00090', upvotes: 70 }]),
    'an hour': async () => ctx.clock.advance(3_600_000),
  };
  it.each(Object.entries(changes))('is created after %s', async (_what, change) => {
    await putList(ctx, DAY, [{ id: '2611.00001', upvotes: 3 }]);
    await run();
    ctx.clock.advance(60_000);
    await change();
    expect(await run()).toMatchObject({ revision: 2, created: true });
    expect((await findNewestRevision(ctx.db, POOL))?.revision).toBe(2);
    expect(await ids(1)).toEqual(['2611.00001']);
  });

  it('is not affected by later changes of its papers', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001', upvotes: 3, title: 'As first seen' }]);
    await run();
    const before = await readRevisionPapers(ctx.db, POOL, 1);
    await submitted({ id: '2611.00001', version: 2, title: 'As corrected', withdrawn: true });
    ctx.clock.advance(60_000);
    expect(await run()).toMatchObject({ revision: 2, papers: 0 });
    expect(await readRevisionPapers(ctx.db, POOL, 1)).toEqual(before);
    expect(before[0]?.card.title).toBe('As first seen');
  });

  it('of one pool is independent of another pool', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001' }]);
    await run();
    expect(await rankPool(ctx, { poolId: `week-${DAY}`, day: DAY, days: 7 })).toMatchObject({
      revision: 1,
      created: true,
    });
  });

  it('ignores readings after its moment', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001', upvotes: 3 }]);
    ctx.clock.advance(60_000);
    await putList(ctx, DAY, [{ id: '2611.00001', upvotes: 99 }]);
    ctx.clock.set(`${DAY}T05:00:00Z`);
    await run();
    const [frozen] = await readRevisionPapers(ctx.db, POOL, 1);
    expect(frozen?.scores).toMatchObject({ signals: { hf_upvotes: { value: 3 } } });
  });
});

describe('candidates', () => {
  it('are the papers on lists of the window, first and last day included', async () => {
    for (const back of [-1, 0, 1, 2, 3]) {
      await putList(ctx, addDays(DAY, -back), [{ id: `2611.0000${back + 2}` }]);
    }
    await run();
    expect(await ids(1)).toEqual(['2611.00002', '2611.00003', '2611.00004']);
  });

  it('are public from the day of their first list', async () => {
    await putList(ctx, addDays(DAY, -9), [{ id: '2611.00001' }]);
    await putList(ctx, DAY, [{ id: '2611.00001' }]);
    await run();
    const [frozen] = await readRevisionPapers(ctx.db, POOL, 1);
    expect(frozen?.card.publicAt).toBe(`${addDays(DAY, -9)}T00:00:00.000Z`);
  });

  it('exclude withdrawn papers', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001' }, { id: '2611.00002' }]);
    await submitted({ id: '2611.00001', version: 2, withdrawn: true });
    await run();
    expect(await ids(1)).toEqual(['2611.00002']);
  });

  it('include papers that only arXiv has, public from when they were first seen', async () => {
    const publishedAt = `${addDays(DAY, -3)}T19:00:00.000Z`;
    await submitted({ id: '2611.00001', publishedAt });
    await run();
    const [frozen] = await readRevisionPapers(ctx.db, POOL, 1);
    expect(frozen?.card).toMatchObject({ paperId: '2611.00001', publicAt: `${DAY}T05:00:00.000Z` });
  });

  it('exclude old, long-seen, future and undated papers that only arXiv has', async () => {
    const published = (back: number) => `${addDays(DAY, -back)}T12:00:00.000Z`;
    ctx.clock.set(`${addDays(DAY, -3)}T23:00:00Z`);
    await submitted({ id: '2611.00001', publishedAt: published(4) });
    ctx.clock.set(`${DAY}T05:00:00Z`);
    await submitted(
      { id: '2611.00002', publishedAt: published(6) },
      { id: '2611.00003', publishedAt: published(5) },
      { id: '2611.00004', publishedAt: published(-1) },
      { id: '2611.00005', publishedAt: null },
    );
    await run();
    expect(await ids(1)).toEqual(['2611.00003']);
  });

  it('count an arXiv paper by its list when it is on one', async () => {
    await submitted({ id: '2611.00001', publishedAt: `${addDays(DAY, -1)}T12:00:00.000Z` });
    await putList(ctx, addDays(DAY, 1), [{ id: '2611.00001' }]);
    await run();
    expect(await ids(1)).toEqual([]);
  });
});
