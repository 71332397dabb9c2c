import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import { addDays } from '../../src/day.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { findArchivedPool, readArchiveDays, readArchivedPapers } from '../../src/trending/archive-queries.ts';
import { cleanUpPools } from '../../src/trending/clean-up.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList } from '../support/list.ts';

const DAY = '2026-11-23';

describe('the archive', () => {
  let ctx: TestInstallation;
  const shown = async (day: string) => {
    const pool = await findArchivedPool(ctx.db, day);
    return pool && { pool, papers: await readArchivedPapers(ctx.db, pool) };
  };
  beforeAll(async () => {
    ctx = await testInstallation({ now: '2026-11-19T06:00:00Z' });
    await classifyAndRank(ctx, { day: '2026-11-19' });
    ctx.clock.set('2026-11-20T06:00:00Z');
    await putList(ctx, '2026-11-20', [
      ...manyPapers(30, 100),
      ...manyPapers(5, 200, 'robotics-embodied').map((paper) => ({ ...paper, upvotes: 1 })),
    ]);
    await classifyAndRank(ctx, { day: '2026-11-20' });
    ctx.clock.set(`${DAY}T06:00:00Z`);
    await putList(ctx, DAY, manyPapers(2));
    await classifyAndRank(ctx, { day: DAY });
  });
  afterAll(() => ctx?.close());

  it('lists the days with a non-empty ranking, newest first', async () => {
    expect(await readArchiveDays(ctx.db)).toEqual([
      { day: DAY, papers: 2 },
      { day: '2026-11-20', papers: 35 },
    ]);
    expect(await findArchivedPool(ctx.db, '2026-11-19')).toBeNull();
    expect(await findArchivedPool(ctx.db, DAY)).toMatchObject({ previous: '2026-11-20', next: null });
  });

  it('shows the best papers overall and per topic, as frozen', async () => {
    const before = await shown('2026-11-20');
    const places = before?.papers.map(({ topic, rank }) => `${topic} ${rank}`) ?? [];
    expect(places.filter((place) => place.startsWith(' '))).toHaveLength(20);
    expect(places.filter((place) => place.startsWith('agents'))).toHaveLength(3);
    expect(places.filter((place) => place.startsWith('robotics'))).toHaveLength(3);
    expect(before?.papers[0]).toMatchObject({ topic: '', rank: 1, card: { paperId: '2611.00100' } });
    ctx.clock.set(`${DAY}T09:00:00Z`);
    await putList(ctx, '2026-11-20', [{ id: '2611.00129', title: 'Another Title', upvotes: 9_999 }]);
    expect(await shown('2026-11-20')).toEqual(before);
  });

  it('uses the newest ranking of a day', async () => {
    await putList(ctx, DAY, manyPapers(3));
    await classifyAndRank(ctx, { day: DAY });
    expect(await findArchivedPool(ctx.db, DAY)).toMatchObject({ revision: 2, papers: 3 });
  });

  it('is kept after the pools are deleted', async () => {
    const before = await shown('2026-11-20');
    ctx.clock.set(`${addDays(DAY, RETENTION_PERIODS.usedPoolsDays + 1)}T03:00:00Z`);
    const deleted = await cleanUpPools(ctx);
    expect(deleted).toBeGreaterThan(0);
    const after = await shown('2026-11-20');
    expect(after?.papers).toEqual(before?.papers);
    expect(after?.pool).toEqual({ ...before?.pool, poolId: 'archive-2026-11-20' });
    const kept = await ctx.db.selectFrom('pool_papers').select('paper_id').execute();
    expect(kept.length).toBeLessThanOrEqual(23 + 3);
    // Again, years later.
    ctx.clock.set('2030-01-01T03:00:00Z');
    await cleanUpPools(ctx);
    expect(await shown('2026-11-20')).toEqual(after);
    expect((await readArchiveDays(ctx.db)).map(({ day }) => day)).toEqual([DAY, '2026-11-20']);
  });
});
