import { PICKING } from '../../config/scoring.ts';
import type { InterestMatch } from './match-interests.ts';
import { makePickReason, type PickBasis, type PickReason } from './pick-reason.ts';
import type { PoolPaper } from './pool-paper.ts';

/** A matching interest and the paper's value for it. */
export interface MatchStrength {
  interest: string;
  kind: PickBasis['kind'];
  /** Certainty of the match, (0, 1]. */
  match: number;
  /**
   * 0–1: match, attention and the rank within the topic, multiplied by the weight of the subscriber's marks.
   */
  score: number;
  reason: PickReason;
}

// A topic match is the same for all its followers. Cached with the paper, it is shared by thousands of
// shortlists of one pool, each of which stays small.
const topicalStrengths = new WeakMap<PoolPaper, Map<string, MatchStrength>>();

/** Value of a paper for a matching interest. `leads`: it is the most upvoted paper of the pool. */
export function matchStrength(
  paper: PoolPaper,
  interest: string,
  interestMatch: InterestMatch,
  leads: boolean,
): MatchStrength {
  if (!isTopical(interestMatch.why.kind) && interestMatch.why.kind !== 'outside') {
    return makeMatchStrength(paper, interest, interestMatch, leads);
  }
  const key = `${interest} ${leads}`;
  const cached = topicalStrengths.get(paper) ?? new Map<string, MatchStrength>();
  const strength = cached.get(key) ?? makeMatchStrength(paper, interest, interestMatch, leads);
  topicalStrengths.set(paper, cached.set(key, strength));
  return strength;
}

/** True for a followed author or organization, which takes precedence over everything else. */
export function isPersonal(kind: PickBasis['kind']): boolean {
  return kind === 'author' || kind === 'organisation';
}

/** True if a paper matches by topic alone; a floor applies to such papers. */
export function isTopical(kind: PickBasis['kind']): boolean {
  return kind === 'topic' || kind === 'everything';
}

/** Attention on a scale of 0–1, where one half is ordinary. */
export function attentionLevel(attention: number): number {
  return 1 / (1 + Math.exp(-attention / PICKING.attentionScale));
}

function makeMatchStrength(
  paper: PoolPaper,
  interest: string,
  { match, why }: InterestMatch,
  leads: boolean,
): MatchStrength {
  const topic = why.kind === 'topic' ? why.topic : '';
  const place = paper.topics.find((entry) => entry.topic === topic);
  // The only paper of a topic does not lead it: the middle of its place, (of − rank + ½) / of, gives it one
  // half.
  const rankLevel = place ? (place.of - place.rank + 0.5) / place.of : 0.5;
  const strength =
    PICKING.attentionShare * attentionLevel(paper.attention) + (1 - PICKING.attentionShare) * rankLevel;
  const score = (PICKING.matchBase + (1 - PICKING.matchBase) * match) * strength;
  return { interest, kind: why.kind, match, score, reason: makePickReason(paper, why, leads) };
}
