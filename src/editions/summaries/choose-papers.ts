import { SUMMARY_MODEL } from '../../../config/summary-model.ts';
import type { PoolCard } from '../../trending/pool.ts';
import type { ScoredPaper } from '../../trending/score.ts';

/** Fields of a pool's paper that this choice depends on. */
export interface RankedCard {
  card: Pick<PoolCard, 'paperId' | 'summary'>;
  scores: Pick<ScoredPaper, 'topics' | 'pinned'>;
}

/**
 * Ids of a pool's papers without a summary that digests are most likely to pick, most likely first: pinned
 * ones, then by the best rank in any topic. A rank among all papers counts a fifth: the list is that much
 * longer. Pure.
 */
export function papersToSummarize(papers: readonly RankedCard[]): string[] {
  return papers
    .filter(({ card }) => card.summary === null)
    .map((paper) => ({ paperId: paper.card.paperId, place: placeOf(paper), overall: overallRank(paper) }))
    .filter(({ place }) => place <= SUMMARY_MODEL.perTopic)
    .sort((a, b) => a.place - b.place || a.overall - b.overall || (a.paperId < b.paperId ? -1 : 1))
    .map(({ paperId }) => paperId);
}

const OVERALL_SHARE = SUMMARY_MODEL.overall / SUMMARY_MODEL.perTopic;

function placeOf({ scores }: RankedCard): number {
  if (scores.pinned !== undefined) return 0;
  return Math.min(
    ...scores.topics.map(({ topic, rank }) => (topic === '' ? Math.ceil(rank / OVERALL_SHARE) : rank)),
  );
}

function overallRank({ scores }: RankedCard): number {
  return scores.topics.find(({ topic }) => topic === '')?.rank ?? Number.POSITIVE_INFINITY;
}
