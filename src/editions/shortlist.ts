import { EXPLORATION, PICKING } from '../../config/scoring.ts';
import type { Interest, PickingPreference } from '../subscribers/preferences/preference.ts';
import {
  type FollowedInterest,
  followedInterests,
  type InterestMatch,
  muteFilter,
} from './match-interests.ts';
import {
  attentionLevel,
  isPersonal,
  isTopical,
  type MatchStrength,
  matchStrength,
} from './match-strength.ts';
import { mainTopic, type PaperTraits, type PoolPaper, traitsOf } from './pool-paper.ts';

/**
 * A paper that may be picked for a preference. `pinned`: by an operator; `followed`: by a followed author or
 * organization; `matched`: by topic or query; `outside`: for exploration only.
 */
export interface ShortlistedPaper {
  paperId: string;
  tier: 'pinned' | 'followed' | 'matched' | 'outside';
  /** Largest match over all matching interests, not their mean; 0 outside. */
  affinity: number;
  attention: number;
  /** Weight that the subscriber's marks give the paper's main topic; 0 without marks. */
  weight: number;
  /** Matching interests, best first; never empty. */
  matches: readonly [MatchStrength, ...MatchStrength[]];
  /** Features by which picks are compared. */
  traits: PaperTraits;
}

const EVERYTHING: FollowedInterest = {
  key: 'everything',
  matchPaper: () => ({ match: 1, why: { kind: 'everything' } }),
};

const EDITOR: InterestMatch = { match: 0, why: { kind: 'editor' } };

const OUTSIDE: InterestMatch = { match: 0, why: { kind: 'outside' } };

/**
 * Papers that a preference may get from the pool, once for all subscribers who share it: followed authors and
 * organizations first, then by score, then papers outside by attention. Excludes muted papers, papers below
 * the floor that only a topic matches, and in a large pool papers that would be reached only after more than
 * a hundred better ones. The order of pool and interests does not matter. Neither pool nor papers may change
 * afterward, because results that depend on them alone are cached.
 */
export function shortlist(pool: readonly PoolPaper[], preference: PickingPreference): ShortlistedPaper[] {
  const weights = preference.weights ?? {};
  const follows = followedInterests([
    ...preference.interests,
    ...interestsFromWeights(preference.interests, weights),
  ]);
  const interests = follows.length > 0 ? follows : [EVERYTHING];
  const isMuted = muteFilter(preference.interests);
  const leaders = leadersOf(pool);
  const entries = pool
    .filter((paper) => !isMuted(paper))
    .flatMap(
      (paper) =>
        shortlisted(paper, interests, leaders.has(paper.paperId), weights[mainTopic(paper)] ?? 0) ?? [],
    )
    .sort((a, b) => compare(a, b) || (a.traits.tie < b.traits.tie ? -1 : 1));
  const outside = entries.filter(({ tier }) => tier === 'outside').slice(0, EXPLORATION.depth);
  return [...withinReach(entries.filter(({ tier }) => tier !== 'outside')), ...outside];
}

/**
 * A mark "more" on a topic follows it too, unless the subscriber follows nothing and gets every topic anyway.
 */
function interestsFromWeights(
  interests: readonly Interest[],
  weights: Readonly<Record<string, number>>,
): Interest[] {
  const followed = interests.filter(({ mode }) => mode === 'follow');
  if (followed.length === 0) return [];
  return Object.entries(weights).flatMap(([value, weight]) =>
    weight > 0 ? [{ kind: 'topic' as const, mode: 'follow' as const, value }] : [],
  );
}

function shortlisted(
  paper: PoolPaper,
  follows: readonly FollowedInterest[],
  leads: boolean,
  weight: number,
): ShortlistedPaper | null {
  const factor = PICKING.markFactor ** weight;
  const interestMatches = follows.flatMap((follow) => {
    const interestMatch = follow.matchPaper(paper);
    return interestMatch ? [{ interest: follow.key, interestMatch }] : [];
  });
  const { paperId, attention } = paper;
  const pinned = isPinnedFor(paper, interestMatches);
  const wanted =
    pinned && interestMatches.length === 0
      ? [{ interest: 'editor', interestMatch: EDITOR }]
      : interestMatches;
  const [best, ...others] = wanted
    .filter(({ interestMatch }) => pinned || passesFloor(paper, interestMatch, Math.min(1, factor)))
    .map(({ interest, interestMatch }) =>
      weighed(matchStrength(paper, interest, interestMatch, leads), factor),
    )
    .sort(compareStrengths);
  if (best) {
    const tier = pinned ? 'pinned' : isPersonal(best.kind) ? 'followed' : 'matched';
    const affinity = Math.max(best.match, ...others.map(({ match }) => match));
    return {
      paperId,
      tier,
      affinity,
      attention,
      weight,
      matches: [best, ...others],
      traits: traitsOf(paper),
    };
  }
  if (interestMatches.length > 0 || attention < EXPLORATION.attentionFloor || weight < 0) return null;
  const fits: [MatchStrength] = [matchStrength(paper, 'outside', OUTSIDE, leads)];
  return { paperId, tier: 'outside', affinity: 0, attention, weight, matches: fits, traits: traitsOf(paper) };
}

/**
 * A pin to a topic applies to its followers and to subscribers without any interest. Mutes are applied
 * before.
 */
function isPinnedFor(
  { pinned }: PoolPaper,
  interestMatches: readonly { interestMatch: InterestMatch }[],
): boolean {
  if (pinned === undefined || pinned === '') return pinned === '';
  return interestMatches.some(
    ({ interestMatch: { why } }) =>
      why.kind === 'everything' || (why.kind === 'topic' && why.topic === pinned),
  );
}

/**
 * The floor applies to topics only: a followed author, organization or query counts even without attention.
 */
function passesFloor(paper: PoolPaper, { match, why }: InterestMatch, factor: number): boolean {
  return !isTopical(why.kind) || match * attentionLevel(paper.attention) * factor >= PICKING.floor;
}

function weighed(strength: MatchStrength, factor: number): MatchStrength {
  return factor === 1 ? strength : { ...strength, score: strength.score * factor };
}

/**
 * Best papers per interest by score, and the most upvoted ones. No subscriber gets further down within the
 * days of a pool, and thousands of shortlists are cached at once.
 */
function withinReach(entries: readonly ShortlistedPaper[]): ShortlistedPaper[] {
  if (entries.length <= PICKING.depth) return [...entries];
  const byInterest = new Map<string, { entry: ShortlistedPaper; strength: MatchStrength }[]>();
  for (const entry of entries) {
    for (const strength of entry.matches) {
      const candidates = byInterest.get(strength.interest);
      if (candidates) candidates.push({ entry, strength });
      else byInterest.set(strength.interest, [{ entry, strength }]);
    }
  }
  const kept = new Set<ShortlistedPaper>();
  const upvotes = (entry: ShortlistedPaper) => entry.traits.upvotes?.value ?? -1;
  for (const candidates of byInterest.values()) {
    const byScore = [...candidates].sort((a, b) => b.strength.score - a.strength.score);
    const byUpvotes = [...candidates].sort((a, b) => upvotes(b.entry) - upvotes(a.entry));
    for (const order of [byScore, byUpvotes]) {
      for (const { entry } of order.slice(0, PICKING.depth)) kept.add(entry);
    }
  }
  return entries.filter((entry) => entry.tier === 'pinned' || kept.has(entry));
}

const leadersOfPools = new WeakMap<readonly PoolPaper[], ReadonlySet<string>>();

/**
 * The paper with the most upvotes of the whole pool. Most of its day would not do, because yesterday's paper
 * beside it may have more.
 */
function leadersOf(pool: readonly PoolPaper[]): ReadonlySet<string> {
  const cached = leadersOfPools.get(pool) ?? mostUpvotedOf(pool);
  leadersOfPools.set(pool, cached);
  return cached;
}

function mostUpvotedOf(pool: readonly PoolPaper[]): ReadonlySet<string> {
  const upvotes = (paper: PoolPaper) => paper.signals.hf_upvotes?.value ?? 0;
  const most = pool.reduce((value, paper) => Math.max(value, upvotes(paper)), 0);
  const leaders = pool.filter((paper) => most > 0 && upvotes(paper) === most);
  return new Set(leaders.length === 1 ? leaders.map(({ paperId }) => paperId) : []);
}

function compareStrengths(a: MatchStrength, b: MatchStrength): number {
  return (
    Number(isPersonal(b.kind)) - Number(isPersonal(a.kind)) ||
    b.score - a.score ||
    (a.interest < b.interest ? -1 : 1)
  );
}

const BLOCKS = { pinned: 0, followed: 1, matched: 2, outside: 3 } as const;

function compare(a: ShortlistedPaper, b: ShortlistedPaper): number {
  const block = BLOCKS[a.tier] - BLOCKS[b.tier];
  if (block !== 0) return block;
  return a.tier === 'matched' ? b.matches[0].score - a.matches[0].score : b.attention - a.attention;
}
