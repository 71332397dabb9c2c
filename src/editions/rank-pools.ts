import { EDITION } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { type RecheckReport, recheckPapers } from '../papers/ingest/recheck.ts';
import { countWeeklySubscribers } from '../subscribers/preferences/preference-queries.ts';
import { assignTopics } from '../topics/assign-topics.ts';
import type { PoolRevision } from '../trending/pool.ts';
import { type RankInput, rankPool } from '../trending/rank-pool.ts';
import { poolOfEdition } from './edition.ts';
import { countMissedBefore } from './edition-queries.ts';
import { createPoolCache, type PoolCache } from './pool-cache.ts';
import type { PoolPaper } from './pool-paper.ts';

/**
 * Classifies new papers and ranks the pools of the day's editions: the daily one always, the weekly one while
 * there are weekly subscribers.
 */
export async function classifyAndRank(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'taxonomy'>,
  input: { day: string; signal?: AbortSignal },
): Promise<{ classified: number; pools: (PoolRevision & { created: boolean })[] }> {
  const topics = await assignTopics(ctx, input.signal ? { signal: input.signal } : {});
  const pools = [];
  for (const pool of await poolsToRank(ctx, input.day)) pools.push(await rankPool(ctx, pool));
  return { classified: topics.papers, pools };
}

/**
 * Pools that the editions of a day pick from, as input of the ranking. After days without an edition, the daily
 * one also offers the papers of those days, up to a week.
 */
export async function poolsToRank(ctx: Pick<Context, 'db'>, day: string): Promise<RankInput[]> {
  const cadences =
    (await countWeeklySubscribers(ctx.db)) > 0 ? (['daily', 'weekly'] as const) : (['daily'] as const);
  const missed = await countMissedBefore(ctx.db, day, EDITION.weekWindow - 1);
  return cadences.map((cadence) => {
    const { id, days } = poolOfEdition({ cadence, day });
    return { poolId: id, day, days: Math.max(days, missed + 1) };
  });
}

/**
 * Rechecks the papers that the day's editions are likely to send, so that composing leaves out those
 * withdrawn since the ranking, which a frozen pool still has. Never throws for a failing source.
 */
export async function recheckPools(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'sources' | 'taxonomy'>,
  input: { day: string; signal?: AbortSignal },
  pools: PoolCache = createPoolCache(ctx.taxonomy),
): Promise<RecheckReport> {
  const papers: PoolPaper[] = [];
  for (const { poolId } of await poolsToRank(ctx, input.day))
    papers.push(...((await pools.newest(ctx.db, poolId))?.papers ?? []));
  const paperIds = [...new Set(byLikelihood(papers).map(({ paperId }) => paperId))];
  return recheckPapers(ctx, { paperIds, ...(input.signal ? { signal: input.signal } : {}) });
}

/** Pinned papers first, then by the best rank in any topic. */
function byLikelihood(papers: readonly PoolPaper[]): PoolPaper[] {
  const bestRank = ({ pinned, topics }: PoolPaper) =>
    pinned === undefined ? Math.min(...topics.map(({ rank }) => rank)) : 0;
  return [...papers].sort((a, b) => bestRank(a) - bestRank(b) || (a.paperId < b.paperId ? -1 : 1));
}
