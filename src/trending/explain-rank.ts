import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { type ColdPrediction, explainStanding } from './cold/cold-model.ts';
import { findColdModel } from './cold/cold-model-queries.ts';
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

/** Terms of a ranking in words; one that is missing here goes by its stored name. */
export const RANK_TERMS: Readonly<Record<string, string>> = {
  'standing.hf_upvotes': 'upvotes, in spreads from what is normal at this age',
  'standing.hf_comments': 'comments, in spreads from what is normal at this age',
  'standing.github_stars': 'GitHub stars, in spreads from what is normal at this age',
  'velocity.hf_upvotes': 'recent upvotes, as a logarithm',
  'velocity.hf_comments': 'recent comments, as a logarithm',
  'velocity.github_stars': 'recent GitHub stars, as a logarithm',
  freshness: 'freshness in days',
  prior: 'expected before votes, faded by age',
};

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
  const model = row.coldModel === null ? null : await findColdModel(ctx.db, row.coldModel);
  const cold = model && explainStanding(model, coldPaperOf(card, row.submitter), row.listed);
  const { scores, coldModel } = row;
  return { poolId, revision, paperId, title: card.title, scores, coldModel, cold };
}
