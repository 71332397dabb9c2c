import { type ArxivReference, parseArxivId } from '../arxiv-id.ts';
import { readableText } from '../text/readable-text.ts';
import { fullNameKey, type SearchWord, searchWords, titleKey } from './search-words.ts';

/** A search query, parsed once. */
export interface ParsedQuery {
  /** The query on one line, truncated, as the search box shows it. */
  text: string;
  /** Paper named by an id or address in the query, if any. */
  reference: ArxivReference | null;
  /** Matches a paper's title key if the whole title was typed; '' if there is nothing to compare. */
  titleKey: string;
  /** The whole query as a person's or organization's name, if it may be one. */
  fullNameKey: string | null;
  /** Distinct words in the order typed, up to a maximum. */
  words: readonly SearchWord[];
}

const LONGEST_QUERY = 500;
const MOST_WORDS = 24;
const ADDRESSES = [
  /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/([^?#]+)/i,
  /^(?:https?:\/\/)?(?:www\.)?alphaxiv\.org\/(?:abs|overview|pdf)\/([^?#]+)/i,
  /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.([^?#]+)/i,
  // Any mirror or reader with an arXiv id at the end of its address.
  new RegExp(
    String.raw`^(?:https?:\/\/)?[\w.-]+(?::\d+)?\/(?:[\w./-]{0,100}\/)?` +
      String.raw`(\d{4}\.\d{4,5}(?:v\d+)?)(?:\.pdf)?\/?(?:[?#].*)?$`,
    'i',
  ),
];

/** Parses a search query. Never throws, and nothing in it is an operator. */
export function parseQuery(query: string): ParsedQuery {
  const line = query
    .slice(0, LONGEST_QUERY)
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  // A title pasted from a TeX source: `$\ell_1$` is stored as ℓ₁. Without `$` or a backslash, `_` and `^` are
  // literal.
  const text = /[$\\]/.test(line) ? readableText(line) : line;
  const words = new Map(searchWords(text).map((word) => [word.parts.join(' '), word]));
  return {
    text,
    reference: referenceIn(line),
    titleKey: titleKey(text),
    fullNameKey: fullNameKey(text),
    words: [...words.values()].slice(0, MOST_WORDS),
  };
}

/** First id or paper address in a line. */
function referenceIn(line: string): ArxivReference | null {
  const whole = parseReference(line);
  if (whole) return whole;
  for (const word of line.split(' ').slice(0, MOST_WORDS)) {
    const found = parseReference(word.replace(/^[("'<[]+|[)"'>\],.;:!?]+$/g, ''));
    if (found) return found;
  }
  return null;
}

function parseReference(text: string): ArxivReference | null {
  for (const address of ADDRESSES) {
    const named = address.exec(text)?.[1]?.replace(/\/$/, '');
    if (named !== undefined) return parseArxivId(named);
  }
  return parseArxivId(text);
}
