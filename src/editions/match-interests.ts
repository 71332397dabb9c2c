import { PICKING } from '../../config/scoring.ts';
import { foldedLine } from '../papers/text/fold-words.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
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
  const phrases = phrasesOf(query);
  const wanted = phrases.flatMap((phrase) => phrase.trim().split(' '));
  const why: PickBasis = { kind: 'query', query };
  // A query without any word matches nothing; `every` over an empty list would match, or mute, all papers.
  if (phrases.length === 0) return () => null;
  return (paper) => {
    const { title, whole, words } = foldedTextsOf(paper);
    if (!wanted.every((word) => words.has(word))) return null;
    if (!phrases.every((phrase) => whole.includes(phrase))) return null;
    const inTitle = phrases.every((phrase) => title.includes(phrase));
    return { match: inTitle ? PICKING.queryInTitle : PICKING.queryInAbstract, why };
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

const QUERY_PART = /["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)/gu;

/**
 * Folded lines that must all occur for a query to match: each word, each quoted phrase, and each hyphenated
 * word as a phrase. Empty if the query has no word.
 */
export function phrasesOf(query: string): string[] {
  const parts = [...query.matchAll(QUERY_PART)].map(([, quoted, bare]) => foldedLine(quoted ?? bare ?? ''));
  return [...new Set(parts)].filter((part) => part.trim() !== '');
}
