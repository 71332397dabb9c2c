import type { PoolCard } from './pool.ts';
import type { ScoredPaper } from './score.ts';

export const DECISION_KINDS = ['pin', 'hide', 'summary'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** An operator's decision about a paper, for one pool or for every pool from then on. */
export interface Decision {
  /** '' for every pool. */
  poolId: string;
  paperId: string;
  kind: DecisionKind;
  /** For a pin: slug of the topic it applies to; '' for all subscribers. */
  topic: string | null;
  /** For a summary: the replacement, and the text it replaced. */
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
 * Applies decisions to the papers of a pool: removes hidden ones, marks pinned ones and replaces summaries. A
 * decision for this pool overrides one for all. Ranks are unchanged, because they show what trends. Pure.
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
      const { generated: _replaced, ...rest } = card;
      return {
        card: summary === null ? card : { ...rest, summary, edited: true },
        scores: topic === null || !scores ? scores : { ...scores, pinned: topic },
      };
    });
}
