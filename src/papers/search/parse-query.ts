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
  // Titles are stored readable, so a query is compared readable too: `VLM^2-Bench` is stored as VLM²-Bench,
  // `$\ell_1$` as ℓ₁. The search box keeps what was typed, unless that is TeX.
  const readable = readableText(line);
  const words = new Map(searchWords(readable).map((word) => [word.parts.join(' '), word]));
  return {
    text: /[$\\]/.test(line) ? readable : line,
    reference: referenceIn(line),
    titleKey: titleKey(readable),
    fullNameKey: fullNameKey(readable),
    words: [...words.values()].slice(0, MOST_WORDS),
  };
}

// Chinese and Japanese have no spaces around an id, and Markdown has brackets.
const BETWEEN_WORDS = /[\s()[\]{}<>"'“”‘’«»„‚`|*,;!?、。，；！？…·【】《》「」『』〈〉（）]+/u;
const BETWEEN_SCRIPTS = new RegExp(
  String.raw`(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?=[\w:])|` +
    String.raw`(?<=\w)(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])`,
  'gu',
);
/** Signs in front of an id: `arXiv.2606.13681`, `arXiv-2606.13681`, `id=2606.13681`, `#2606.13681`. */
const BEFORE_ID = /^[^/]{0,40}?(?:^|[:=#_@~-]|\barxiv[.:_-]{0,2})(?=\d{4}\.\d{4,5}(?:v\d+)?$)/i;

/**
 * First id or paper address in a line: the whole line, a word of it, or what is between brackets and signs.
 */
function referenceIn(line: string): ArxivReference | null {
  const plain = line.normalize('NFKC').trim();
  const words = plain.split(' ').slice(0, MOST_WORDS);
  const tokens = plain
    .replace(BETWEEN_SCRIPTS, ' ')
    .split(BETWEEN_WORDS)
    .slice(0, 2 * MOST_WORDS);
  for (const text of [line, plain, ...words, ...tokens]) {
    const bare = text.replace(/^[("'<[]+|[)"'>\],.;:!?]+$/g, '');
    const found =
      parseReference(text) ??
      parseReference(bare) ??
      parseArxivId(bare.replace(/\.pdf$/i, '').replace(BEFORE_ID, ''));
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
