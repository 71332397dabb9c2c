import { foldedLine } from '../../papers/text/fold-words.ts';
import type { Interest } from '../../subscribers/preferences/preference.ts';
import { keywordMatcher } from '../keywords/keyword-matcher.ts';
import type { PickBasis } from '../pick-reason.ts';
import { foldedTextsOf, type PoolPaper } from '../pool-paper.ts';

/** A match of an interest with a paper. */
export interface InterestMatch {
  /** Certainty of the match, (0, 1]. */
  match: number;
  why: PickBasis;
}

/** Tells how certainly a paper matches; null if it does not. */
export type InterestMatcher = (paper: PoolPaper) => InterestMatch | null;

/** An interest in lower case, with a key that is equal for equivalent ones. */
export interface CanonicalInterest extends Pick<Interest, 'kind' | 'value'> {
  key: string;
}

/**
 * The followed or the muted interests: distinct, in a canonical order and in lower case, because preferences
 * that differ only in case share their picks, reasons included.
 */
export function canonicalInterests(
  interests: readonly Interest[],
  mode: Interest['mode'],
): CanonicalInterest[] {
  const canonical = new Map<string, CanonicalInterest>();
  const sorted = interests
    .filter((interest) => interest.mode === mode)
    .map(({ kind, value }) => ({ kind, value: value.toLocaleLowerCase('en') }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  for (const { kind, value } of sorted) {
    const key = `${kind}:${kind === 'topic' ? value : foldedLine(value).trim()}`;
    if (!canonical.has(key)) canonical.set(key, { kind, value, key });
  }
  return [...canonical.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Matcher of one interest. */
export function matcherOf(interest: Pick<Interest, 'kind' | 'value'>): InterestMatcher {
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

function queryMatcher(query: string): InterestMatcher {
  const match = keywordMatcher(query);
  const why: PickBasis = { kind: 'query', query };
  return (paper) => {
    const certainty = match(foldedTextsOf(paper));
    return certainty === null ? null : { match: certainty, why };
  };
}

function authorMatcher(value: string): InterestMatcher {
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
function organizationMatcher(value: string): InterestMatcher {
  const wanted = foldedLine(value);
  if (wanted.trim() === '') return () => null;
  return (paper) => {
    const { organization } = paper;
    if (organization === null || !foldedTextsOf(paper).organization.includes(wanted)) return null;
    return { match: 1, why: { kind: 'organisation', name: organization } };
  };
}
