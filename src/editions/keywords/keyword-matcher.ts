import { PICKING, TITLE_STOP_WORDS } from '../../../config/scoring.ts';
import { containsNearby, containsPhrase, foldPhrase, type Phrase } from './match-phrase.ts';

/** Texts of a paper that keywords are matched against. */
export interface KeywordTexts {
  title: Phrase;
  abstract: Phrase;
}

/**
 * Matcher of a query: certainty, (0, 1], or null. Its phrases must occur as they stand. A longer one without
 * quotation marks may also occur as words near each other, because no author writes it just so.
 */
export function keywordMatcher(query: string): (texts: KeywordTexts) => number | null {
  const parts = splitQuery(query).map(toQueryPart);
  // A query without any word matches nothing; `every` over an empty list would match, or mute, all papers.
  if (parts.length === 0) return () => null;
  return ({ title, abstract }) => {
    if (parts.every(({ phrase }) => containsPhrase(title, phrase))) return PICKING.queryInTitle;
    let certainty: number = PICKING.queryInAbstract;
    for (const { phrase, nearby } of parts) {
      if (containsPhrase(title, phrase) || containsPhrase(abstract, phrase)) continue;
      if (!nearby || !(containsNearby(title, nearby) || containsNearby(abstract, nearby))) return null;
      certainty = PICKING.queryNearby;
    }
    return certainty;
  };
}

const QUERY_PART = /["“”„«»]([^"“”„«»]*)["“”„«»]|([^"“”„«»]+)/gu;

interface QueryPart {
  phrase: Phrase;
  /** Words that may also occur near each other; null for a quoted phrase and for a short one. */
  nearby: readonly string[] | null;
}

/** Parts of a query that must all occur: each quoted phrase, and what is before, between and after them. */
export function queryParts(query: string): string[] {
  return splitQuery(query).map(({ text }) => text);
}

/**
 * Letters of each part of a query, without spaces, and the words of a part that may also occur near each
 * other.
 */
export function queryWords(query: string): { letters: string; nearby: readonly string[] | null }[] {
  return splitQuery(query)
    .map(toQueryPart)
    .map(({ phrase: { letters }, nearby }) => ({ letters, nearby }));
}

function splitQuery(query: string): { text: string; isQuoted: boolean }[] {
  return [...query.matchAll(QUERY_PART)]
    .map(([, quoted, bare = '']) => ({ text: quoted ?? bare, isQuoted: quoted !== undefined }))
    .filter(({ text }) => foldPhrase(text).letters !== '');
}

function toQueryPart({ text, isQuoted }: { text: string; isQuoted: boolean }): QueryPart {
  const phrase = foldPhrase(text);
  const words = [...new Set(phrase.words.filter((word) => !TITLE_STOP_WORDS.has(word)))];
  return { phrase, nearby: !isQuoted && words.length >= PICKING.queryNearbyWords ? words : null };
}
