import { foldedLine } from '../papers/text/fold-words.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
import { keywordMatcher } from './keywords/keyword-matcher.ts';
import type { PickBasis } from './pick-reason.ts';
import { foldedTextsOf, type PoolPaper } from './pool-paper.ts';

/** A match of an interest with a paper. */
export interface InterestMatch {
  /** Certainty of the match, (0, 1]. */
  match: number;
  why: PickBasis;
}

/** One followed interest as a matcher. */
export interface FollowedInterest {
  /** Equal for equivalent interests. */
  key: string;
  matchPaper(paper: PoolPaper): InterestMatch | null;
}

/**
 * Matchers of the followed interests: distinct, in a canonical order and in lower case, because preferences
 * that differ only in case share their picks, reasons included.
 */
export function followedInterests(interests: readonly Interest[]): FollowedInterest[] {
  const follows = new Map<string, FollowedInterest>();
  const sorted = interests
    .filter(({ mode }) => mode === 'follow')
    .map((interest) => ({ ...interest, value: interest.value.toLocaleLowerCase('en') }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  for (const interest of sorted) {
    const value = interest.kind === 'topic' ? interest.value : foldedLine(interest.value).trim();
    const key = `${interest.kind}:${value}`;
    if (!follows.has(key)) follows.set(key, { key, matchPaper: matcherOf(interest) });
  }
  return [...follows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Predicate: true if any muted topic, query, author or organization matches a paper. */
export function muteFilter(interests: readonly Interest[]): (paper: PoolPaper) => boolean {
  const mutes = interests.filter(({ mode }) => mode === 'mute').map(matcherOf);
  return (paper) => mutes.some((fire) => fire(paper) !== null);
}

function matcherOf(interest: Interest): (paper: PoolPaper) => InterestMatch | null {
  switch (interest.kind) {
    case 'topic':
      return (paper) => matchTopic(paper, interest.value);
    case 'query':
      return queryMatcher(interest.value);
    case 'author':
      return authorMatcher(interest.value);
    case 'organisation':
      return organizationMatcher(interest.value);
  }
}

function matchTopic(paper: PoolPaper, slug: string): InterestMatch | null {
  const place = paper.topics.find(({ topic }) => topic === slug);
  return place ? { match: place.match, why: { kind: 'topic', topic: slug } } : null;
}

function queryMatcher(query: string): (paper: PoolPaper) => InterestMatch | null {
  const match = keywordMatcher(query);
  const why: PickBasis = { kind: 'query', query };
  return (paper) => {
    const certainty = match(foldedTextsOf(paper));
    return certainty === null ? null : { match: certainty, why };
  };
}

function authorMatcher(value: string): (paper: PoolPaper) => InterestMatch | null {
  const wanted = foldedLine(value);
  if (wanted.trim() === '') return () => null;
  return (paper) => {
    const author = foldedTextsOf(paper).authors.find(({ folded }) => folded === wanted);
    return author ? { match: 1, why: { kind: 'author', name: author.name } } : null;
  };
}

/**
 * Also matches whole words within the name, because one organization has many names: Stanford, Stanford
 * University.
 */
function organizationMatcher(value: string): (paper: PoolPaper) => InterestMatch | null {
  const wanted = foldedLine(value);
  if (wanted.trim() === '') return () => null;
  return (paper) => {
    const { organization } = paper;
    if (organization === null || !foldedTextsOf(paper).organization.includes(wanted)) return null;
    return { match: 1, why: { kind: 'organisation', name: organization } };
  };
}
