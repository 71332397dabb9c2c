import { createHash } from 'node:crypto';
import { EDITION } from '../../config/schedule.ts';
import { SCORING_VERSION } from '../../config/scoring.ts';
import type { Context } from '../context.ts';
import { papersThatBreak, quarantinePapers } from '../papers/quarantine.ts';
import { readQuarantined } from '../papers/quarantine-queries.ts';
import { type Baseline, computeBaseline } from './baseline.ts';
import { type PoolCandidate, readBaselineHistory, readCandidates } from './candidate-queries.ts';
import { readColdModelInUse } from './cold/cold-model-queries.ts';
import { expectStanding } from './expect-standing.ts';
import { type PoolRevision, poolCardSchema } from './pool.ts';
import { storeRevision } from './revision-queries.ts';
import { scorePapers } from './score.ts';

export interface RankInput {
  /** For example `day-2026-11-23`. */
  poolId: string;
  /** Newest list day in the pool, YYYY-MM-DD, and the number of days it covers, that one included. */
  day: string;
  days: number;
}

/**
 * Ranks what is trending in each topic at this moment, and freezes candidates, ranks and inputs as a new
 * revision of the pool. Unchanged inputs return the newest revision. An empty pool is a revision too: digests
 * composed from it are not sent.
 */
export async function rankPool(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'taxonomy'>,
  input: RankInput,
): Promise<PoolRevision & { created: boolean }> {
  const asOf = ctx.clock.now();
  const quarantined = new Set((await readQuarantined(ctx.db, asOf)).map(({ paperId }) => paperId));
  const model = await readColdModelInUse(ctx);
  const candidates = expectStanding(await readCandidates(ctx, input.day, input.days, asOf), model);
  const history = await readBaselineHistory(ctx.db, input.day, EDITION.baselineDays);
  const baseline = computeBaseline(history, asOf);
  // Tested one by one, because one unusable paper must not cost the others their day.
  const culprits = papersThatBreak(
    candidates,
    ({ card }) => card.paperId,
    ({ card, candidate }) => {
      poolCardSchema.parse(card);
      scorePapers([candidate], baseline, asOf);
    },
  ).filter(({ paperId }) => !quarantined.has(paperId));
  await quarantinePapers(ctx, 'ranking', culprits);
  for (const { paperId } of culprits) quarantined.add(paperId);
  const pool = candidates.filter(({ card }) => !quarantined.has(card.paperId));
  const scores = new Map(
    scorePapers(
      pool.map((each) => each.candidate),
      baseline,
      asOf,
    ).map((score) => [score.paperId, score]),
  );
  const revision = await storeRevision(ctx.db, {
    poolId: input.poolId,
    asOf,
    inputs: {
      scoring: SCORING_VERSION,
      taxonomy: ctx.taxonomy.version,
      asOf: asOf.toISOString(),
      coldModel: model.version,
      baseline,
    },
    inputsHash: inputsHash(ctx.taxonomy.version, pool, baseline, asOf),
    papers: pool.map(({ card }) => ({ card, scores: scores.get(card.paperId) })),
    now: asOf,
  });
  ctx.log.info({ pool: input.poolId, revision: revision.revision, papers: revision.papers }, 'ranked');
  return revision;
}

/**
 * Age is part of the inputs, by the hour: the same snapshots may rank differently an hour later, but not a
 * second later.
 */
function inputsHash(
  taxonomyVersion: number,
  candidates: readonly PoolCandidate[],
  baseline: Baseline,
  asOf: Date,
): string {
  const hour = asOf.toISOString().slice(0, 13);
  // The submitter counts through the expected standing.
  const pool = candidates.map(({ submitter: _submitter, ...each }) => each);
  return createHash('sha256')
    .update(JSON.stringify([SCORING_VERSION, taxonomyVersion, hour, baseline.expectations, pool]))
    .digest('hex');
}
