import type { PoolCard } from './pool.ts';
import type { ScoredPaper } from './score.ts';

export const DECISION_KINDS = ['pin', 'hide', 'summary'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** What a person decided about a paper, for one pool or for every pool from then on. */
export interface Decision {
  /** '' for every pool. */
  poolId: string;
  paperId: string;
  kind: DecisionKind;
  /** Of a pin: to whose shortlists, by slug; '' for everybody's. */
  topic: string | null;
  /** Of a summary: what is shown instead, and what was shown before. */
  summary: string | null;
  original: string | null;
  operator: string;
  decidedAt: Date;
}

/** A paper as it is frozen. */
export interface FrozenPaper {
  card: PoolCard;
  scores: ScoredPaper | undefined;
}

/**
 * Papers of a pool as people decided: hidden ones are gone, pinned ones and those with another summary carry that. What is said of
 * this pool goes before what is said of all. Ranks are left alone: they say what trends. Pure.
 */
export function applyDecisions(
  papers: readonly FrozenPaper[],
  decisions: readonly Decision[],
): FrozenPaper[] {
  const find = (paperId: string, kind: DecisionKind) =>
    decisions
      .filter((each) => each.paperId === paperId && each.kind === kind)
      .sort((a, b) => (a.poolId < b.poolId ? 1 : -1))[0];
  return papers
    .filter(({ card }) => !find(card.paperId, 'hide'))
    .map(({ card, scores }) => {
      const topic = find(card.paperId, 'pin')?.topic ?? null;
      const summary = find(card.paperId, 'summary')?.summary ?? null;
      return {
        card: summary === null ? card : { ...card, summary, edited: true },
        scores: topic === null || !scores ? scores : { ...scores, pinned: topic },
      };
    });
}
