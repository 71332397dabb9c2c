import type { ArxivReference } from '../arxiv-id.ts';
import { readableText } from '../text/readable-text.ts';
import { findReference } from './find-reference.ts';
import { type NameForms, nameForms } from './name-lexemes.ts';
import { type SearchWord, searchWords, titleKey } from './search-words.ts';

/** A search query, parsed once. */
export interface ParsedQuery {
  /** The query on one line, truncated, as the search box shows it. */
  text: string;
  /** Paper named by an id or address in the query, if any. */
  reference: ArxivReference | null;
  /** Matches a paper's title key if the whole title was typed; '' if there is nothing to compare. */
  titleKey: string;
  /** The whole query as a person's or organization's name, if it may be one. */
  name: NameForms | null;
  /** Distinct words in the order typed, up to a maximum. */
  words: readonly SearchWord[];
  /** True if it has more words than that: a passage rather than words to look for. */
  isText: boolean;
}

/** Enough for a title with an abstract. */
const LONGEST_QUERY = 2_000;
const MOST_WORDS = 24;

/** Parses a search query. Never throws, and nothing in it is an operator. */
export function parseQuery(query: string): ParsedQuery {
  const line = query
    .slice(0, LONGEST_QUERY)
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  // Titles are stored readable, so a query is compared readable too: `VLM^2-Bench` is stored as VLM²-Bench,
  // `$\ell_1$` as ℓ₁. The search box keeps what was typed, unless that is TeX.
  const readable = readableText(line);
  const words = new Map(searchWords(readable).map((word) => [word.parts.join(' '), word]));
  return {
    text: /[$\\]/.test(line) ? readable : line,
    reference: findReference(line),
    titleKey: titleKey(readable),
    name: nameForms(readable),
    words: [...words.values()].slice(0, MOST_WORDS),
    isText: words.size > MOST_WORDS,
  };
}
