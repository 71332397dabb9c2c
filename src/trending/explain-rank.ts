import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { type ColdPrediction, explainStanding } from './cold/cold-model.ts';
import { shippedModel } from './cold/shipped-model.ts';
import { coldPaperOf } from './expect-standing.ts';
import { poolCardSchema } from './pool.ts';
import { findRankedPaper } from './pool-paper-queries.ts';
import { findNewestRevision } from './revision-queries.ts';
import type { ScoredPaper } from './score.ts';

/** Why a paper has its ranks in the newest revision of a pool. */
export interface RankExplanation {
  poolId: string;
  revision: number;
  paperId: string;
  title: string;
  scores: ScoredPaper;
  /** Version of the cold model that the revision used; null for revisions from before it. */
  coldModel: string | null;
  /** The model's prediction by its terms; null if that version no longer exists. */
  cold: ColdPrediction | null;
}

/**
 * Explains the ranks of a paper by each term and its contribution. Throws PaperboyError `PAPER_NOT_RANKED` if
 * the newest revision of the pool does not have it.
 */
export async function explainRank(
  ctx: Pick<Context, 'db'>,
  { poolId, paperId }: { poolId: string; paperId: string },
): Promise<RankExplanation> {
  const newest = await findNewestRevision(ctx.db, poolId);
  const revision = newest?.revision ?? 0;
  const row = await findRankedPaper(ctx.db, { poolId, revision, paperId });
  if (!row)
    throw new PaperboyError({
      code: 'PAPER_NOT_RANKED',
      message: `${paperId} is not in the newest revision of ${poolId}.`,
      remedy: 'Check the id and the day, or rank the day first.',
    });
  const card = poolCardSchema.parse(row.card);
  const model = shippedModel();
  const cold = row.coldModel === model.version ? explainStanding(model, coldPaperOf(card), row.listed) : null;
  const { scores, coldModel } = row;
  return { poolId, revision, paperId, title: card.title, scores, coldModel, cold };
}
