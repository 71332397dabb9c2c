import { PICKING } from '../../config/scoring.ts';
import { foldedLine } from '../papers/text/fold-words.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
import type { PickBasis } from './pick-reason.ts';
import { foldedTextsOf, type PoolPaper } from './pool-paper.ts';

/** That an interest fired on a paper. */
export interface InterestMatch {
  /** (0, 1]; how surely the paper is what the interest means. */
  match: number;
  why: PickBasis;
}

/** One followed interest, ready to be asked about papers. */
export interface FollowedInterest {
  /** Equal for interests that mean the same. */
  key: string;
  matchPaper(paper: PoolPaper): InterestMatch | null;
}

/**
 * The followed interests, each once, in an order that does not depend on theirs, and in lower case, because
 * preferences that differ in case alone share their picks, reasons included.
 */
export function followedInterests(interests: readonly Interest[]): FollowedInterest[] {
  const follows = new Map<string, FollowedInterest>();
  const sorted = interests
    .filter(({ mode }) => mode === 'follow')
    .map((interest) => ({ ...interest, value: interest.value.toLocaleLowerCase('en') }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  for (const interest of sorted) {
    const key = `${interest.kind}:${interest.kind === 'topic' ? interest.value : foldedLine(interest.value).trim()}`;
    if (!follows.has(key)) follows.set(key, { key, matchPaper: firingOf(interest) });
  }
  return [...follows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A test whether any muted interest fires on a paper: its topic, words, author or organisation. */
export function muteFilter(interests: readonly Interest[]): (paper: PoolPaper) => boolean {
  const mutes = interests.filter(({ mode }) => mode === 'mute').map(firingOf);
  return (paper) => mutes.some((fire) => fire(paper) !== null);
}

function firingOf(interest: Interest): (paper: PoolPaper) => InterestMatch | null {
  switch (interest.kind) {
    case 'topic':
      return (paper) => topicFiring(paper, interest.value);
    case 'query':
      return queryFiring(interest.value);
    case 'author':
      return authorFiring(interest.value);
    case 'organisation':
      return organisationFiring(interest.value);
  }
}

function topicFiring(paper: PoolPaper, slug: string): InterestMatch | null {
  const standing = paper.topics.find(({ topic }) => topic === slug);
  return standing ? { match: standing.match, why: { kind: 'topic', topic: slug } } : null;
}

function queryFiring(query: string): (paper: PoolPaper) => InterestMatch | null {
  const phrases = phrasesOf(query);
  const wanted = phrases.flatMap((phrase) => phrase.trim().split(' '));
  const why: PickBasis = { kind: 'query', query };
  // A query of signs alone asks for nothing; `every` over nothing would match, or mute, all papers.
  if (phrases.length === 0) return () => null;
  return (paper) => {
    const { title, whole, words } = foldedTextsOf(paper);
    if (!wanted.every((word) => words.has(word))) return null;
    if (!phrases.every((phrase) => whole.includes(phrase))) return null;
    const inTitle = phrases.every((phrase) => title.includes(phrase));
    return { match: inTitle ? PICKING.queryInTitle : PICKING.queryInAbstract, why };
  };
}

function authorFiring(value: string): (paper: PoolPaper) => InterestMatch | null {
  const wanted = foldedLine(value);
  if (wanted.trim() === '') return () => null;
  return (paper) => {
    const author = foldedTextsOf(paper).authors.find(({ folded }) => folded === wanted);
    return author ? { match: 1, why: { kind: 'author', name: author.name } } : null;
  };
}

/** Also fires on a part in whole words, because one house has many names: Stanford, Stanford University. */
function organisationFiring(value: string): (paper: PoolPaper) => InterestMatch | null {
  const wanted = foldedLine(value);
  if (wanted.trim() === '') return () => null;
  return (paper) => {
    const { organisation } = paper;
    if (organisation === null || !foldedTextsOf(paper).organisation.includes(wanted)) return null;
    return { match: 1, why: { kind: 'organisation', name: organisation } };
  };
}

const QUERY_PART = /["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)/gu;

/**
 * What a query asks for, as folded lines that must all be found: each word, each phrase in quotation marks,
 * and each word with hyphens as a phrase. Empty when there is no word in it.
 */
export function phrasesOf(query: string): string[] {
  const parts = [...query.matchAll(QUERY_PART)].map(([, quoted, bare]) => foldedLine(quoted ?? bare ?? ''));
  return [...new Set(parts)].filter((part) => part.trim() !== '');
}
