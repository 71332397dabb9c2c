import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { createPoolCache } from '../../src/editions/pool-cache.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList } from '../support/list.ts';

const DAY = '2026-11-23';
const POOL = `day-${DAY}`;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: `${DAY}T03:40:00Z` });
  await putList(ctx, DAY, manyPapers(3));
  await classifyAndRank(ctx, { day: DAY });
});
afterAll(() => ctx?.close());

it('reads a frozen revision once', async () => {
  const pools = createPoolCache(BUILT_IN_TAXONOMY);
  const newest = await pools.newest(ctx.db, POOL);
  expect(newest?.papers).toHaveLength(3);
  expect(await pools.atRevision(ctx.db, POOL, 1)).toBe(newest);
});

it('reads again what has the number of a deleted revision, and knows no deleted one', async () => {
  const pools = createPoolCache(BUILT_IN_TAXONOMY);
  await pools.newest(ctx.db, POOL);
  await ctx.db.deleteFrom('pool_papers').execute();
  await ctx.db.deleteFrom('pool_revisions').execute();
  expect(await pools.atRevision(ctx.db, POOL, 1)).toBeNull();
  await putList(ctx, DAY, manyPapers(5));
  await classifyAndRank(ctx, { day: DAY });
  expect((await pools.atRevision(ctx.db, POOL, 1))?.papers).toHaveLength(5);
});
