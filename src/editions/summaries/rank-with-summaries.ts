import type { PoolRevision } from '../../trending/pool.ts';
import { rankPool } from '../../trending/rank-pool.ts';
import { classifyAndRank, poolsToRank } from '../rank-pools.ts';
import { generateSummaries, type SummaryContext, type SummaryReport } from './generate-summaries.ts';

/**
 * Classifies and ranks, asks the language model about the papers ranked highest, and freezes what it wrote in
 * another revision. Digests never wait for the model: the first revision is complete without it.
 */
export async function rankWithSummaries(
  ctx: SummaryContext,
  input: { day: string; signal?: AbortSignal },
): Promise<{
  classified: number;
  pools: (PoolRevision & { created: boolean })[];
  summaries: SummaryReport;
}> {
  const ranked = await classifyAndRank(ctx, input);
  const poolIds = ranked.pools.map(({ poolId }) => poolId);
  const summaries = await generateSummaries(ctx, poolIds, input.signal);
  if (summaries.accepted === 0) return { ...ranked, summaries };
  const pools = [];
  for (const pool of await poolsToRank(ctx, input.day)) pools.push(await rankPool(ctx, pool));
  return { ...ranked, pools, summaries };
}
