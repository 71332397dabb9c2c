import { EXPLORATION, PICKING } from '../../../config/scoring.ts';
import type { Interest, PickingPreference } from '../../subscribers/preferences/preference.ts';
import type { PaperTraits, PoolPaper } from '../pool-paper.ts';
import { type CanonicalInterest, canonicalInterests, type InterestMatch } from './match-interests.ts';
import {
  isPersonal,
  isTopical,
  type MatchStrength,
  makeMatchStrength,
  passesFloor,
} from './match-strength.ts';
import { type Firing, type IndexedPaper, mutedPlaces, type PoolIndex, poolIndexOf } from './pool-index.ts';

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

const EDITOR: InterestMatch = { match: 0, why: { kind: 'editor' } };

const OUTSIDE: InterestMatch = { match: 0, why: { kind: 'outside' } };

/**
 * Papers that a preference may get from the pool, once for all subscribers who share it: followed authors and
 * organizations first, then by score, then papers outside by attention. Excludes muted papers, papers below
 * the floor that only a topic matches, and in a large pool papers that would be reached only after more than
 * a hundred better ones. The order of pool and interests does not matter. Neither pool nor papers may change
 * afterward, because what depends on them alone is kept. Touches only papers that an interest may match.
 */
export function shortlist(pool: readonly PoolPaper[], preference: PickingPreference): ShortlistedPaper[] {
  const index = poolIndexOf(pool);
  const weights = preference.weights ?? {};
  const follows = canonicalInterests(
    [...preference.interests, ...interestsFromWeights(preference.interests, weights)],
    'follow',
  );
  const isMuted = mutedPlaces(index, preference.interests);
  const fired = follows.length > 0 ? firingsByPlace(index, follows) : everythingByPlace(index);
  for (const place of index.pinned) if (!fired.has(place)) fired.set(place, []);
  const entries: ShortlistedPaper[] = [];
  for (const [place, firings] of fired) {
    const indexed = index.papers[place];
    if (!indexed || isMuted.has(place)) continue;
    const entry = toEntry(indexed, firings, weights[indexed.mainTopic] ?? 0);
    if (entry) entries.push(entry);
  }
  entries.sort(compare);
  return [...withinReach(entries), ...outsideOf(index, fired, isMuted, weights)];
}

function firingsByPlace(index: PoolIndex, follows: readonly CanonicalInterest[]): Map<number, Firing[]> {
  const fired = new Map<number, Firing[]>();
  for (const follow of follows) {
    for (const firing of index.firings(follow)) {
      const others = fired.get(firing.place);
      if (others) others.push(firing);
      else fired.set(firing.place, [firing]);
    }
  }
  return fired;
}

function everythingByPlace(index: PoolIndex): Map<number, Firing[]> {
  return new Map(index.everything().map((firing) => [firing.place, [firing]]));
}

/** Papers for exploration: none that an interest matches, even weakly, or of a topic marked "less". */
function outsideOf(
  index: PoolIndex,
  fired: ReadonlyMap<number, readonly Firing[]>,
  isMuted: ReadonlySet<number>,
  weights: Readonly<Record<string, number>>,
): ShortlistedPaper[] {
  const outside: ShortlistedPaper[] = [];
  for (const place of index.byAttention) {
    if (outside.length >= EXPLORATION.depth) break;
    const indexed = index.papers[place];
    if (!indexed || isMuted.has(place) || (fired.get(place)?.length ?? 0) > 0) continue;
    const weight = weights[indexed.mainTopic] ?? 0;
    if (weight < 0 || indexed.paper.pinned === '') continue;
    const plain = outsideEntry(indexed);
    outside.push(weight === 0 ? plain : { ...plain, weight });
  }
  return outside;
}

const outsideEntries = new WeakMap<IndexedPaper, ShortlistedPaper>();

function outsideEntry(indexed: IndexedPaper): ShortlistedPaper {
  const { paper, traits, leads } = indexed;
  const { paperId, attention } = paper;
  const entry = outsideEntries.get(indexed) ?? {
    paperId,
    tier: 'outside',
    affinity: 0,
    attention,
    weight: 0,
    matches: [makeMatchStrength(paper, 'outside', OUTSIDE, leads)],
    traits,
  };
  outsideEntries.set(indexed, entry);
  return entry;
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

/** Entry of a paper by the topics that matched it so far; the rest of them lead further. */
interface SharedEntry {
  entry: ShortlistedPaper | null | undefined;
  next: WeakMap<Firing, SharedEntry>;
}

// Entries that topics alone decide are the same for all preferences. Shared, they keep shortlists small.
const sharedEntries: SharedEntry['next'] = new WeakMap();

/** Entry of a paper that interests match, or that is pinned; null below the floor. */
function toEntry(indexed: IndexedPaper, firings: readonly Firing[], weight: number): ShortlistedPaper | null {
  let shared: SharedEntry | undefined;
  let next = sharedEntries;
  for (const firing of firings) {
    if (weight !== 0 || !isTopical(firing.strength.kind)) return makeEntry(indexed, firings, weight);
    shared = next.get(firing);
    if (!shared) {
      shared = { entry: undefined, next: new WeakMap() };
      next.set(firing, shared);
    }
    next = shared.next;
  }
  if (!shared) return makeEntry(indexed, firings, weight);
  if (shared.entry === undefined) shared.entry = makeEntry(indexed, firings, weight);
  return shared.entry;
}

function makeEntry(
  { paper, traits, leads }: IndexedPaper,
  firings: readonly Firing[],
  weight: number,
): ShortlistedPaper | null {
  const { paperId, attention } = paper;
  const factor = PICKING.markFactor ** weight;
  const pinned = isPinnedFor(paper, firings);
  const wanted =
    pinned && firings.length === 0
      ? [makeMatchStrength(paper, 'editor', EDITOR, leads)]
      : firings.map(({ strength }) => strength);
  const [best, ...others] = wanted
    .filter((strength) => pinned || passesFloor(attention, strength, Math.min(1, factor)))
    .map((strength) => weighed(strength, factor))
    .sort(compareStrengths);
  if (!best) return null;
  const tier = pinned ? 'pinned' : isPersonal(best.kind) ? 'followed' : 'matched';
  const affinity = Math.max(best.match, ...others.map(({ match }) => match));
  return { paperId, tier, affinity, attention, weight, matches: [best, ...others], traits };
}

/**
 * A pin to a topic applies to its followers and to subscribers without any interest. Mutes are applied
 * before.
 */
function isPinnedFor({ pinned }: PoolPaper, firings: readonly Firing[]): boolean {
  if (pinned === undefined || pinned === '') return pinned === '';
  return firings.some(({ strength: { kind, reason } }) =>
    reason.why.kind === 'topic' ? reason.why.topic === pinned : kind === 'everything',
  );
}

function weighed(strength: MatchStrength, factor: number): MatchStrength {
  return factor === 1 ? strength : { ...strength, score: strength.score * factor };
}

/**
 * Best papers per interest by score, and the most upvoted ones. No subscriber gets further down within the
 * days of a pool, and thousands of shortlists are cached at once.
 */
function withinReach(entries: readonly ShortlistedPaper[]): readonly ShortlistedPaper[] {
  if (entries.length <= PICKING.depth) return entries;
  const byInterest = new Map<string, { entry: ShortlistedPaper; score: number }[]>();
  for (const entry of entries) {
    for (const { interest, score } of entry.matches) {
      const candidates = byInterest.get(interest);
      if (candidates) candidates.push({ entry, score });
      else byInterest.set(interest, [{ entry, score }]);
    }
  }
  if ([...byInterest.values()].every((candidates) => candidates.length <= PICKING.depth)) return entries;
  const kept = new Set<ShortlistedPaper>();
  const upvotes = (entry: ShortlistedPaper) => entry.traits.upvotes?.value ?? -1;
  for (const candidates of byInterest.values()) {
    const byScore = [...candidates].sort((a, b) => b.score - a.score);
    const byUpvotes = [...candidates].sort((a, b) => upvotes(b.entry) - upvotes(a.entry));
    for (const order of [byScore, byUpvotes]) {
      for (const { entry } of order.slice(0, PICKING.depth)) kept.add(entry);
    }
  }
  return entries.filter((entry) => entry.tier === 'pinned' || kept.has(entry));
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
  const order = a.tier === 'matched' ? b.matches[0].score - a.matches[0].score : b.attention - a.attention;
  return order || (a.traits.tie < b.traits.tie ? -1 : 1);
}
