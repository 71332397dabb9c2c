import { decodeHTMLStrict } from 'entities';
import { texToUnicode } from './tex.ts';
import { repairResidue } from './tex-residue.ts';

/**
 * Turns source text (TeX, HTML entities, hard newlines, arbitrary characters) into one line of readable
 * Unicode in NFC. Never throws, runs in linear time, returns at most a small multiple of the input's length,
 * and is idempotent.
 */
export function readableText(text: string): string {
  let line = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rendered = renderOnce(line);
    if (rendered === line) return line;
    line = rendered;
  }
  return renderOnce(withoutMarkup(line));
}

// Each round renders what the previous one uncovered (`\$x\$` becomes `$x$`, `&amp;lt;` becomes `&lt;`), so
// that the result is a fixed point. Real text needs two rounds plus one that finds nothing left.
const MOST_ROUNDS = 5;

function renderOnce(text: string): string {
  const line = oneCleanLine(decodeHTMLStrict(text.replace(REPEATED_ESCAPE, '&')));
  return oneCleanLine(texToUnicode(repairResidue(line)));
}

const REPEATED_ESCAPE = /&(?:amp;)+/gi;

/**
 * Text that still changes after all rounds was built to do so. Removes every character that starts markup.
 */
function withoutMarkup(line: string): string {
  return line.replace(/[\\${}^_~&`*]/g, '').replace(/([-'])\1+/g, '$1');
}

function oneCleanLine(text: string): string {
  return (
    text
      // JavaScript counts the byte order mark as a space, but it has no width.
      .replace(/(?:[^\S\uFEFF]|\u0085)+/gu, ' ')
      .replace(UNSEEN, '')
      .replace(JOINERS, '')
      .replace(STACKED_MARKS, '$1')
      .normalize('NFC')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/**
 * Shapeless characters that can hide or reorder their neighbors: controls, lone surrogates, bidi marks and
 * overrides, zero-width spaces, fillers, tags, noncharacters.
 */
const UNSEEN = new RegExp(
  String.raw`\u034F|[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E` +
    String.raw`\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB` +
    String.raw`\u{1BCA0}-\u{1BCA3}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]`,
  'gu',
);

// Joiners are spelling in Persian, Urdu and the Indic scripts, and junk elsewhere.
const JOINERS = new RegExp(
  String.raw`(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}` +
    String.raw`\p{Script=Kannada}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}])[\u200C\u200D]+`,
  'gu',
);

// No script stacks more. Names that do paint over the lines around them.
const STACKED_MARKS = /(\p{M}{6})\p{M}+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Takes readable text and gives at most that many user-perceived characters of it: the whole text when
 * it fits, else up to the last sentence's end in the last two fifths, else up to a word, with `…`.
 */
export function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const limit = Math.max(0, Math.floor(characters));
  const starts = graphemeStarts(text, limit + 1);
  const end = starts[limit];
  if (end === undefined) return text;
  if (limit === 0) return '';
  const head = text.slice(0, end);
  const earliest = starts[Math.ceil(limit * 0.6)] ?? 0;
  const sentence = lastSentenceEnd(head, text.slice(end, end + 2));
  if (sentence >= earliest) return head.slice(0, sentence);
  return `${upToWord(text, starts[limit - 1] ?? 0, starts[Math.floor(limit / 2)] ?? 0)}…`;
}

/** Start of each grapheme as a UTF-16 index, at most that many. Reads no further in a longer text. */
function graphemeStarts(text: string, most: number): number[] {
  const starts: number[] = [];
  for (const grapheme of graphemes.segment(text)) {
    starts.push(grapheme.index);
    if (starts.length >= most) break;
  }
  return starts;
}

const SENTENCE_END = /(?:[.!?]["'”’)\]]?(?= ["'“‘([]?[^\p{Ll}])|[。！？][”’」』）]?)/gu;
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|etc|al|Fig|Figs|Eq|Eqs|Sec|Dr|Mr|Mrs|Ms|Prof|St|No|resp|approx|\p{L})\.$/u;

/** The index behind the last sentence that ends within the head, or 0; what follows decides at its edge. */
function lastSentenceEnd(head: string, following: string): number {
  let last = 0;
  for (const match of (head + following).matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (end <= head.length && !ABBREVIATION.test(head.slice(Math.max(0, end - 12), end))) last = end;
  }
  return last;
}

function upToWord(text: string, end: number, earliest: number): string {
  const head = text.slice(0, end);
  const space = text[end] === ' ' ? end : head.lastIndexOf(' ');
  // A word that fills half the space (an address, Chinese, Japanese) is cut where the space ends.
  const words = space > earliest ? head.slice(0, space) : head;
  return words.replace(/[\s.,;:(–—-]+$/u, '');
}
