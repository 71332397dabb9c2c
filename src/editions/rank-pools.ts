import type { Context } from '../context.ts';
import { countWeeklySubscribers } from '../subscribers/preferences/preference-queries.ts';
import { assignTopics } from '../topics/assign-topics.ts';
import type { PoolRevision } from '../trending/pool.ts';
import { type RankInput, rankPool } from '../trending/rank-pool.ts';
import { poolOfEdition } from './edition.ts';

/**
 * Classifies new papers and ranks the pools of the day's editions: the daily one always, the weekly one while
 * there are weekly subscribers.
 */
export async function classifyAndRank(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: { day: string; signal?: AbortSignal },
): Promise<{ classified: number; pools: (PoolRevision & { created: boolean })[] }> {
  const topics = await assignTopics(ctx, input.signal ? { signal: input.signal } : {});
  const pools = [];
  for (const pool of await poolsToRank(ctx, input.day)) pools.push(await rankPool(ctx, pool));
  return { classified: topics.papers, pools };
}

/** Pools that the editions of a day pick from, as input of the ranking. */
export async function poolsToRank(ctx: Pick<Context, 'db'>, day: string): Promise<RankInput[]> {
  const cadences =
    (await countWeeklySubscribers(ctx.db)) > 0 ? (['daily', 'weekly'] as const) : (['daily'] as const);
  return cadences.map((cadence) => {
    const { id, days } = poolOfEdition({ cadence, day });
    return { poolId: id, day, days };
  });
}
