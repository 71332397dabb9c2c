import { PICKING } from '../../../config/scoring.ts';
import { makePickReason, type PickBasis, type PickReason } from '../pick-reason.ts';
import type { PoolPaper } from '../pool-paper.ts';
import type { InterestMatch } from './match-interests.ts';

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

/**
 * The floor applies to topics only: a followed author, organization or query counts even without attention.
 * `factor`: weight of the subscriber's marks.
 */
export function passesFloor(
  attention: number,
  { kind, match }: Pick<MatchStrength, 'kind' | 'match'>,
  factor: number,
): boolean {
  return !isTopical(kind) || match * attentionLevel(attention) * factor >= PICKING.floor;
}

/** Value of a paper for a matching interest. `leads`: it is the most upvoted paper of the pool. */
export function makeMatchStrength(
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
