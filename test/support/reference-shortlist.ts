import { EXPLORATION, PICKING } from '../../config/scoring.ts';
import {
  canonicalInterests,
  type InterestMatch,
  matcherOf,
} from '../../src/editions/matching/match-interests.ts';
import {
  attentionLevel,
  isPersonal,
  isTopical,
  type MatchStrength,
  makeMatchStrength,
} from '../../src/editions/matching/match-strength.ts';
import type { ShortlistedPaper } from '../../src/editions/matching/shortlist.ts';
import { mainTopic, type PoolPaper, traitsOf } from '../../src/editions/pool-paper.ts';
import type { Interest, PickingPreference } from '../../src/subscribers/preferences/preference.ts';

type Match = { interest: string; match: InterestMatch };

/** The shortlist by its definition: every interest against every paper, nothing kept. */
export function referenceShortlist(
  pool: readonly PoolPaper[],
  { interests, weights = {} }: PickingPreference,
): ShortlistedPaper[] {
  const marked = Object.entries(weights).flatMap(([value, weight]): Interest[] =>
    weight > 0 ? [{ kind: 'topic', mode: 'follow', value }] : [],
  );
  const own = canonicalInterests(interests, 'follow');
  const follows = own.length === 0 ? [] : canonicalInterests([...interests, ...marked], 'follow');
  const mutes = canonicalInterests(interests, 'mute').map(matcherOf);
  const matchesOf = (paper: PoolPaper): Match[] =>
    follows.length === 0
      ? [{ interest: 'everything', match: { match: 1, why: { kind: 'everything' } } }]
      : follows.flatMap((follow) => {
          const match = matcherOf(follow)(paper);
          return match ? [{ interest: follow.key, match }] : [];
        });
  const leader = leaderOf(pool);
  const entries = pool
    .filter((paper) => mutes.every((matchPaper) => matchPaper(paper) === null))
    .flatMap(
      (paper) => entryOf(paper, matchesOf(paper), paper === leader, weights[mainTopic(paper)] ?? 0) ?? [],
    )
    .sort(inOrder);
  const isInside = ({ tier }: ShortlistedPaper) => tier !== 'outside';
  return [
    ...reachable(entries.filter(isInside)),
    ...entries.filter((entry) => !isInside(entry)).slice(0, EXPLORATION.depth),
  ];
}

function entryOf(
  paper: PoolPaper,
  matches: readonly Match[],
  leads: boolean,
  weight: number,
): ShortlistedPaper | null {
  const factor = PICKING.markFactor ** weight;
  const isPinned =
    paper.pinned === '' ||
    (paper.pinned !== undefined &&
      matches.some(
        ({ match: { why } }) =>
          why.kind === 'everything' || (why.kind === 'topic' && why.topic === paper.pinned),
      ));
  const wanted: Match[] =
    isPinned && matches.length === 0
      ? [{ interest: 'editor', match: { match: 0, why: { kind: 'editor' } } }]
      : [...matches];
  const passes = ({ match: { match, why } }: Match) =>
    isPinned ||
    !isTopical(why.kind) ||
    match * attentionLevel(paper.attention) * Math.min(1, factor) >= PICKING.floor;
  const [best, ...others] = wanted
    .filter(passes)
    .map(({ interest, match }): MatchStrength => {
      const strength = makeMatchStrength(paper, interest, match, leads);
      return { ...strength, score: strength.score * factor };
    })
    .sort(
      (a, b) =>
        Number(isPersonal(b.kind)) - Number(isPersonal(a.kind)) ||
        b.score - a.score ||
        (a.interest < b.interest ? -1 : 1),
    );
  const { paperId, attention } = paper;
  const common = { paperId, attention, weight, traits: traitsOf(paper) };
  if (best) {
    const tier = isPinned ? 'pinned' : isPersonal(best.kind) ? 'followed' : 'matched';
    const affinity = Math.max(best.match, ...others.map(({ match }) => match));
    return { ...common, tier, affinity, matches: [best, ...others] };
  }
  if (matches.length > 0 || attention < EXPLORATION.attentionFloor || weight < 0) return null;
  const outside = makeMatchStrength(paper, 'outside', { match: 0, why: { kind: 'outside' } }, leads);
  return { ...common, tier: 'outside', affinity: 0, matches: [outside] };
}

function leaderOf(pool: readonly PoolPaper[]): PoolPaper | undefined {
  const upvotes = (paper: PoolPaper) => paper.signals.hf_upvotes?.value ?? 0;
  const most = Math.max(0, ...pool.map(upvotes));
  const leaders = pool.filter((paper) => most > 0 && upvotes(paper) === most);
  return leaders.length === 1 ? leaders[0] : undefined;
}

const TIERS = ['pinned', 'followed', 'matched', 'outside'];

function inOrder(a: ShortlistedPaper, b: ShortlistedPaper): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    (a.tier === 'matched' ? b.matches[0].score - a.matches[0].score : b.attention - a.attention) ||
    (a.traits.tie < b.traits.tie ? -1 : 1)
  );
}

function reachable(entries: readonly ShortlistedPaper[]): ShortlistedPaper[] {
  if (entries.length <= PICKING.depth) return [...entries];
  const upvotes = ({ traits }: ShortlistedPaper) => traits.upvotes?.value ?? -1;
  const scoreFor = (entry: ShortlistedPaper, interest: string) =>
    entry.matches.find((strength) => strength.interest === interest)?.score ?? 0;
  const interests = new Set(entries.flatMap(({ matches }) => matches.map(({ interest }) => interest)));
  const kept = new Set<ShortlistedPaper>();
  for (const interest of interests) {
    const having = entries.filter(({ matches }) => matches.some((match) => match.interest === interest));
    const orders = [
      having.toSorted((a, b) => scoreFor(b, interest) - scoreFor(a, interest)),
      having.toSorted((a, b) => upvotes(b) - upvotes(a)),
    ];
    for (const order of orders) for (const entry of order.slice(0, PICKING.depth)) kept.add(entry);
  }
  return entries.filter((entry) => entry.tier === 'pinned' || kept.has(entry));
}
