import { wordsOf } from '../papers/text/fold-words.ts';

const QUERY_PART = /["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)/gu;

/** The words of a text with a space before, between and after, so that `includes` finds whole words and phrases only. */
export function foldedLine(text: string): string {
  return ` ${wordsOf(text).join(' ')} `;
}

/**
 * What a query asks for, as folded lines that must all be found: each word, each phrase in quotation marks,
 * and each word with hyphens as a phrase. Empty when there is no word in it.
 */
export function phrasesOf(query: string): string[] {
  const parts = [...query.matchAll(QUERY_PART)].map(([, quoted, bare]) => foldedLine(quoted ?? bare ?? ''));
  return [...new Set(parts)].filter((part) => part.trim() !== '');
}
