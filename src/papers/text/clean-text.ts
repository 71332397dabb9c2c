// Upper bound for the work on external text: no text in an email is longer than a few hundred characters, and
// no abstract on arXiv longer than 1,920.
const LONGEST_INPUT = 4_000;

// Invisible characters, and marks that reorder the text after them, even beyond their own line.
const INVISIBLE = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const MARKS = /(\p{M}{4})\p{M}+/gu;
// Fast path: most abstracts are clean already, and a page of search results has twenty of them.
const CLEAN = /^(?:[!-~]| (?! ))*$/;
const SENTENCE_END = /(?<=\p{L}{4}|[\p{N})])[.!?](?=\s+\p{Lu})|[。！？]/gu;
const OPEN_END = /[\s,;:.([{–—-]+$/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Turns external text into one line without control characters, reordering marks, invisible characters, lone
 * surrogates and stacked accents. The result still has to be escaped.
 */
export function cleanLine(text: string): string {
  return cleanLongLine(text, LONGEST_INPUT);
}

/** Like cleanLine, but keeps no-break spaces, which our own texts have between a number and its unit. */
export function cleanOwnLine(text: string): string {
  return cleaned(text.slice(0, LONGEST_INPUT), (space) => (space === '\u00A0' ? space : ' '));
}

/** Like cleanLine, for a text of up to `longest` characters. */
export function cleanLongLine(text: string, longest: number): string {
  return cleaned(text.slice(0, longest), () => ' ');
}

function cleaned(line: string, space: (found: string) => string): string {
  if (CLEAN.test(line)) return line.trim();
  return line
    .replace(/\p{Cs}|\p{Noncharacter_Code_Point}/gu, '\uFFFD')
    .replace(INVISIBLE, '')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, space)
    .replace(MARKS, '$1')
    .trim();
}

/** Truncates a clean line to that many characters (code points), between words, with `…` if it was cut. */
export function cutAtWord(line: string, longest: number): string {
  if (line.length <= longest) return line;
  const points = [...line.slice(0, 2 * longest + 2)];
  if (points.length <= longest) return line;
  const head = points.slice(0, Math.max(0, longest - 1)).join('');
  const betweenWords = points[longest - 1] === ' ';
  const words = betweenWords ? head : head.replace(/\s+\S*$/u, '');
  // Chinese and Japanese have no spaces, and a formula may be one long word: those are cut anywhere.
  const fits = betweenWords || (words.length < head.length && words.length >= head.length / 2);
  return `${(fits ? words : wholeGraphemes(head, line)).replace(OPEN_END, '')}…`;
}

/**
 * Like cutAtWord, but prefers a complete sentence: the last one that ends in the second half, else one that
 * ends up to a quarter later, because a fourth line reads better than half a sentence.
 */
export function cutAtSentence(line: string, longest: number): string {
  if (line.length <= longest) return line;
  const reach = Math.floor(longest * 1.25);
  const ends = [...line.slice(0, reach + 2).matchAll(SENTENCE_END)].map((end) => end.index + 1);
  if (line.length <= reach) ends.push(line.length);
  const usable = ends.filter((end) => end >= longest / 2 && end <= reach);
  const best = usable.filter((end) => end <= longest).at(-1) ?? usable[0];
  return best === undefined ? cutAtWord(line, longest) : line.slice(0, best);
}

/**
 * Longest start of `head` that does not split a grapheme of `line` (an emoji family, a letter with accents).
 */
function wholeGraphemes(head: string, line: string): string {
  let end = 0;
  for (const part of GRAPHEMES.segment(line.slice(0, head.length + 40))) {
    if (part.index + part.segment.length > head.length) break;
    end = part.index + part.segment.length;
  }
  return head.slice(0, end || head.length);
}
