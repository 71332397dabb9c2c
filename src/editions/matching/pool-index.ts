import { EXPLORATION } from '../../../config/scoring.ts';
import { foldedLine } from '../../papers/text/fold-words.ts';
import type { Interest } from '../../subscribers/preferences/preference.ts';
import { queryWords } from '../keywords/keyword-matcher.ts';
import { foldedTextsOf, mainTopic, type PaperTraits, type PoolPaper, traitsOf } from '../pool-paper.ts';
import {
  type CanonicalInterest,
  canonicalInterests,
  type InterestMatch,
  type InterestMatcher,
  matcherOf,
} from './match-interests.ts';
import { type MatchStrength, makeMatchStrength, passesFloor } from './match-strength.ts';
import { RecentlyUsed } from './recently-used.ts';

/** A paper that an interest matches, at its place in the pool. */
export interface Firing {
  place: number;
  strength: MatchStrength;
  /** True if the match passes the floor without marks. */
  passes: boolean;
}

/** A paper of the pool with what every preference needs of it. */
export interface IndexedPaper {
  paper: PoolPaper;
  traits: PaperTraits;
  mainTopic: string;
  /** True for the paper with the most upvotes of the whole pool. */
  leads: boolean;
}

/** Keys other than topics, whose matches are kept: most keywords, authors and organizations have few. */
const KEPT_FIRINGS = 2_000;

/**
 * A pool by topic, word, author and organization, so that a preference touches only papers that may match it.
 * Neither the pool nor its papers may change afterward.
 */
export class PoolIndex {
  readonly papers: readonly IndexedPaper[];
  /** Places of papers with enough attention for exploration, best first. */
  readonly byAttention: readonly number[];
  /** Places of all papers by their overall rank, best first. */
  readonly byRank: readonly number[];
  /** Places of papers that an operator pinned. */
  readonly pinned: readonly number[];
  readonly #topics = new Map<string, number[]>();
  readonly #authors = new Map<string, number[]>();
  readonly #organizations = new Map<string, number[]>();
  readonly #topicFirings = new Map<string, readonly Firing[]>();
  readonly #firings = new RecentlyUsed<readonly Firing[]>(KEPT_FIRINGS);
  #words: ReadonlyMap<string, readonly number[]> | null = null;

  constructor(pool: readonly PoolPaper[]) {
    const leaders = mostUpvotedOf(pool);
    this.papers = pool.map((paper) => ({
      paper,
      traits: traitsOf(paper),
      mainTopic: mainTopic(paper),
      leads: leaders.has(paper.paperId),
    }));
    for (const [place, { topics, authors, organization }] of pool.entries()) {
      for (const { topic } of topics) add(this.#topics, topic, place);
      for (const author of new Set(authors.map(foldedLine))) add(this.#authors, author, place);
      if (organization !== null) add(this.#organizations, foldedLine(organization), place);
    }
    this.byAttention = [...pool.keys()]
      .filter((place) => (pool[place]?.attention ?? 0) >= EXPLORATION.attentionFloor)
      .sort((a, b) => byAttentionOf(this.papers[a], this.papers[b]));
    const ranks = pool.map(({ topics }) => topics.find(({ topic }) => topic === '')?.rank ?? pool.length + 1);
    this.byRank = [...pool.keys()].sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
    this.pinned = [...pool.keys()].filter((place) => pool[place]?.pinned !== undefined);
  }

  /** Papers that an interest matches, in the order of the pool. Kept for other preferences that have it. */
  firings(interest: CanonicalInterest): readonly Firing[] {
    const { kind, key, value } = interest;
    const find = () => {
      const matchPaper = matcherOf(interest);
      return this.#candidates(interest).flatMap((place) => this.#firing(place, key, matchPaper) ?? []);
    };
    // By the exact value: reasons quote it, and quotation marks change what it matches.
    return kind === 'topic'
      ? kept(this.#topicFirings, key, find)
      : this.#firings.get(`${kind} ${value}`, find);
  }

  /** All papers, as matches of a preference that follows nothing. */
  everything(): readonly Firing[] {
    return kept(this.#topicFirings, 'everything', () =>
      this.papers.flatMap((_, place) => this.#firing(place, 'everything', matchEverything) ?? []),
    );
  }

  #firing(place: number, key: string, matchPaper: InterestMatcher): Firing | null {
    const indexed = this.papers[place];
    const match = indexed && matchPaper(indexed.paper);
    if (!indexed || !match) return null;
    const { paper, leads } = indexed;
    const strength = makeMatchStrength(paper, key, match, leads);
    return { place, strength, passes: passesFloor(paper.attention, strength, 1) };
  }

  /** Places of a superset of the papers that an interest matches, in the order of the pool. */
  #candidates({ kind, value }: CanonicalInterest): readonly number[] {
    switch (kind) {
      case 'topic':
        return this.#topics.get(value) ?? [];
      case 'author':
        return this.#authors.get(foldedLine(value)) ?? [];
      case 'organisation':
        return [...this.#organizations]
          .flatMap(([name, places]) => (name.includes(foldedLine(value)) ? places : []))
          .sort((a, b) => a - b);
      case 'query':
        return this.#withWords(value);
    }
  }

  /**
   * Papers whose words may be those of a query. Authors write one word as two, and two as one, so a phrase
   * begins with any word that its letters begin with, and ends likewise.
   */
  #withWords(query: string): readonly number[] {
    this.#words ??= wordsOf(this.papers);
    const words = this.#words;
    const withAny = (wanted: readonly string[]) => new Set(wanted.flatMap((word) => words.get(word) ?? []));
    let left: number[] | null = null;
    for (const { letters, nearby } of queryWords(query)) {
      const ends = Array.from({ length: letters.length }, (_, at) => at + 1);
      const begin = withAny(ends.map((end) => letters.slice(0, end)));
      const finish = withAny(ends.map((end) => letters.slice(-end)));
      const places = new Set([...begin].filter((place) => finish.has(place)));
      const [first, ...others] = (nearby ?? []).map((word) => withAny([word]));
      for (const place of first ?? []) if (others.every((other) => other.has(place))) places.add(place);
      left = left === null ? [...places] : left.filter((place) => places.has(place));
    }
    return (left ?? []).sort((a, b) => a - b);
  }
}

const indexes = new WeakMap<readonly PoolPaper[], PoolIndex>();

/** Index of a pool, made once. */
export function poolIndexOf(pool: readonly PoolPaper[]): PoolIndex {
  const cached = indexes.get(pool) ?? new PoolIndex(pool);
  indexes.set(pool, cached);
  return cached;
}

/** Places of the papers that a mute matches. */
export function mutedPlaces(index: PoolIndex, interests: readonly Interest[]): ReadonlySet<number> {
  const muted = new Set<number>();
  for (const mute of canonicalInterests(interests, 'mute'))
    for (const { place } of index.firings(mute)) muted.add(place);
  return muted;
}

const matchEverything = (): InterestMatch => ({ match: 1, why: { kind: 'everything' } });

function kept<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function add(map: Map<string, number[]>, key: string, place: number): void {
  const places = map.get(key);
  if (places) places.push(place);
  else map.set(key, [place]);
}

/** Places of the papers by each word of title and abstract, folded like queries. */
function wordsOf(papers: readonly IndexedPaper[]): Map<string, number[]> {
  const words = new Map<string, number[]>();
  for (const [place, { paper }] of papers.entries()) {
    const { title, abstract } = foldedTextsOf(paper);
    for (const word of new Set([...title.words, ...abstract.words])) add(words, word, place);
  }
  return words;
}

/**
 * The paper with the most upvotes of the whole pool. Most of its day would not do, because yesterday's paper
 * beside it may have more.
 */
function mostUpvotedOf(pool: readonly PoolPaper[]): ReadonlySet<string> {
  const upvotes = (paper: PoolPaper) => paper.signals.hf_upvotes?.value ?? 0;
  const most = pool.reduce((value, paper) => Math.max(value, upvotes(paper)), 0);
  const leaders = pool.filter((paper) => most > 0 && upvotes(paper) === most);
  return new Set(leaders.length === 1 ? leaders.map(({ paperId }) => paperId) : []);
}

function byAttentionOf(a: IndexedPaper | undefined, b: IndexedPaper | undefined): number {
  if (!a || !b) return 0;
  return b.paper.attention - a.paper.attention || (a.traits.tie < b.traits.tie ? -1 : 1);
}
