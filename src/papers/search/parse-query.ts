import { type ArxivReference, parseArxivId } from '../arxiv-id.ts';
import { readableText } from '../text/readable-text.ts';
import { fullNameKey, type SearchWord, searchWords, titleKey } from './search-words.ts';

/** What somebody typed into the search box, read once. */
export interface ParsedQuery {
  /** The query on one line, cut; what the page shows in its box. */
  text: string;
  /** The paper that is named by an id or address, if any. */
  reference: ArxivReference | null;
  /** Equal to a paper's title key when the title was typed whole; '' where nothing is to be compared. */
  titleKey: string;
  /** The whole query as somebody's name, where it may be one. */
  fullNameKey: string | null;
  /** Each once, in the order typed; the rest of a longer query is not looked at. */
  words: readonly SearchWord[];
}

const LONGEST_QUERY = 500;
const MOST_WORDS = 24;
const ADDRESSES = [
  /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/([^?#]+)/i,
  /^(?:https?:\/\/)?(?:www\.)?alphaxiv\.org\/(?:abs|overview|pdf)\/([^?#]+)/i,
  /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.([^?#]+)/i,
  // Mirrors, readers and pages such as ours, which are many, end with the id.
  /^(?:https?:\/\/)?[\w.-]+(?::\d+)?\/(?:[\w./-]{0,100}\/)?(\d{4}\.\d{4,5}(?:v\d+)?)(?:\.pdf)?\/?(?:[?#].*)?$/i,
];

/** Takes whatever was typed and gives what to look for. Never throws; nothing in it is an operator. */
export function parseQuery(query: string): ParsedQuery {
  const line = query
    .slice(0, LONGEST_QUERY)
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  // A title pasted from a source file: `$\ell_1$` is written ℓ₁ here. Elsewhere `_` and `^` are what they are.
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

/** The first id or address of a paper in a line, whatever stands around it. */
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
