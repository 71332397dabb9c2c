import { hasUncomposedDeliveries } from '../../src/delivery/pipeline/delivery-queries.ts';
import { poolOfEdition } from '../../src/editions/edition.ts';
import { recheckPools } from '../../src/editions/rank-pools.ts';
import { rankWithSummaries } from '../../src/editions/summaries/rank-with-summaries.ts';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { findNewestRevision } from '../../src/trending/revision-queries.ts';
import type { Handler } from '../job-handler.ts';

/**
 * An hourly ranking freezes a revision only if digests are composed within this time, before the next
 * ranking.
 */
const SOON_MS = 75 * 60_000;

/**
 * Safe to repeat: equal inputs create no second revision, and a superseded revision affects only deliveries
 * that are not composed yet. A language model is asked about a paper version once. Then papers that the new
 * pools may send are rechecked.
 */
export const rankJob: Handler<'rank'> = async (ctx, payload, signal) => {
  const newest = await findNewestRevision(ctx.db, poolOfEdition({ cadence: 'daily', day: payload.day }).id);
  if (payload.hour !== undefined && newest !== undefined) {
    const soon = new Date(ctx.clock.now().getTime() + SOON_MS);
    if (!(await hasUncomposedDeliveries(ctx.db, payload.day, soon))) return assignTopics(ctx, { signal });
  }
  const ranked = await rankWithSummaries(ctx, { day: payload.day, signal });
  const rechecked = await recheckPools(ctx, { day: payload.day, signal });
  return { ...ranked, rechecked };
};
