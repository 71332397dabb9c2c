import { PICKING } from '../../config/scoring.ts';
import type { InterestMatch } from './match-interests.ts';
import { makePickReason, type PickBasis, type PickReason } from './pick-reason.ts';
import type { PoolPaper } from './pool-paper.ts';

/** One interest that fired on a paper, with what the paper is worth to it. */
export interface MatchStrength {
  interest: string;
  kind: PickBasis['kind'];
  /** (0, 1]; how surely the paper is what the interest means. */
  match: number;
  /** 0–1; match, attention and the place within the topic together; times what the reader's marks make of it. */
  score: number;
  reason: PickReason;
}

// A fit to a topic is the same for everybody who follows it. Kept with the paper, thousands of shortlists of
// one pool share it, and each costs little memory.
const topicalFits = new WeakMap<PoolPaper, Map<string, MatchStrength>>();

/** What a paper is worth to an interest that fired on it. `leads`: it is the most upvoted paper of its day. */
export function matchStrength(
  paper: PoolPaper,
  interest: string,
  firing: InterestMatch,
  leads: boolean,
): MatchStrength {
  if (!isTopical(firing.why.kind) && firing.why.kind !== 'outside') {
    return makeFit(paper, interest, firing, leads);
  }
  const key = `${interest} ${leads}`;
  const kept = topicalFits.get(paper) ?? new Map<string, MatchStrength>();
  const fit = kept.get(key) ?? makeFit(paper, interest, firing, leads);
  topicalFits.set(paper, kept.set(key, fit));
  return fit;
}

/** Whether following that means to follow somebody, which beats everything else. */
export function isPersonal(kind: PickBasis['kind']): boolean {
  return kind === 'author' || kind === 'organisation';
}

/** Whether a paper fits for its topic alone; for such papers there is a floor. */
export function isTopical(kind: PickBasis['kind']): boolean {
  return kind === 'topic' || kind === 'everything';
}

/** How much attention there is, 0–1; one half is ordinary. */
export function attentionLevel(attention: number): number {
  return 1 / (1 + Math.exp(-attention / PICKING.attentionScale));
}

function makeFit(
  paper: PoolPaper,
  interest: string,
  { match, why }: InterestMatch,
  leads: boolean,
): MatchStrength {
  const topic = why.kind === 'topic' ? why.topic : '';
  const place = paper.topics.find((entry) => entry.topic === topic);
  // The only paper of a topic is no leader: the middle of its place, (of − rank + ½) / of, gives it one half.
  const standing = place ? (place.of - place.rank + 0.5) / place.of : 0.5;
  const strength =
    PICKING.attentionShare * attentionLevel(paper.attention) + (1 - PICKING.attentionShare) * standing;
  const score = (PICKING.matchBase + (1 - PICKING.matchBase) * match) * strength;
  return { interest, kind: why.kind, match, score, reason: makePickReason(paper, why, leads) };
}
