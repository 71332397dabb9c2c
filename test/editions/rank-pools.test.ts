import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { readRevisionPapers } from '../../src/trending/revision-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList, putSubscriber } from '../support/list.ts';
import { emptyTables } from '../support/tables.ts';

const DAY = '2026-11-23';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(`${DAY}T03:40:00Z`));
afterEach(() => emptyTables(ctx.db));

describe('classifyAndRank', () => {
  it('classifies new papers before ranking', async () => {
    await putList(ctx, DAY, manyPapers(3));
    const prepared = await classifyAndRank(ctx, { day: DAY });
    expect(prepared).toMatchObject({
      classified: 3,
      pools: [{ poolId: `day-${DAY}`, revision: 1, papers: 3, created: true }],
    });
    const [first] = await readRevisionPapers(ctx.db, `day-${DAY}`, 1);
    expect(first?.scores).toMatchObject({ topics: [{ topic: '' }, { topic: 'agents-tool-use' }] });
  });

  it('ranks the weekly pool while there are weekly subscribers', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, 'ada@example.com', { cadence: 'weekly' });
    await putList(ctx, DAY, manyPapers(1));
    await putList(ctx, '2026-11-18', manyPapers(1, 7));
    const pools = async () =>
      (await classifyAndRank(ctx, { day: DAY })).pools.map(({ poolId, papers }) => [poolId, papers]);
    expect(await pools()).toEqual([
      [`day-${DAY}`, 1],
      [`week-${DAY}`, 2],
    ]);
    await unsubscribe(ctx, unsubscribeKey);
    expect(await pools()).toEqual([[`day-${DAY}`, 1]]);
  });

  it('changes nothing on a second run', async () => {
    await putList(ctx, DAY, manyPapers(3));
    await classifyAndRank(ctx, { day: DAY });
    expect(await classifyAndRank(ctx, { day: DAY })).toMatchObject({
      classified: 0,
      pools: [{ revision: 1, created: false }],
    });
  });

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort(new Error('shutting down'));
    await expect(classifyAndRank(ctx, { day: DAY, signal })).rejects.toThrow('shutting down');
  });
});
