/** Words that end in a period without ending a sentence, in lower case and without their last period. */
const ABBREVIATIONS = new Set(
  (
    'e.g i.e eg ie al etc vs cf fig figs eq eqs sec secs tab ref refs ch vol pp no nos approx resp wrt w.r.t aka ' +
    'a.k.a incl dr prof mr mrs ms st jr sr inc ltd co corp dept univ u.s u.k e.u u.n ph.d b.sc m.sc a.m p.m ' +
    'i.i.d iid w.l.o.g viz ca est min max avg'
  ).split(' '),
);

const MARK = /[.!?؟…。！？;]|(?<= )[•‣▪●] /gu;
// Closing quotes and brackets belong to the sentence before them.
const CLOSING = /[.!?؟…"'”’»)\]。！？」』）]*/uy;
const WORD_BEFORE = /[\p{L}\p{N}.]*$/u;
// A name like `mBERT` may begin a sentence.
const STARTS_SENTENCE = /^ ["'“‘«([]*(?:[^\p{Ll}\s]|\p{Ll}+[\p{Lu}\d])/u;
// Some sources lose the space after a period.
const STARTS_UNSPACED = /^(?:To|We|In|The|This|Our|However|Specifically|Extensive) /;
const STARTS_AFTER_SEMICOLON =
  /^ (?:to [a-z]+ (?:this|these)|however|we|this paper|this work|in this|extensive|specifically|our|furthermore) /;
/** A sentence that is longer ends at a semicolon, too. */
const LONG_SENTENCE = 200;

/**
 * Splits a clean line into its sentences, in order and without the spaces between them. Periods of
 * abbreviations, initials, decimals and numbered points end no sentence, nor does a period before a small
 * letter. Linear time.
 */
export function splitSentences(line: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { index, 0: mark } of line.matchAll(MARK)) {
    if (index < start) continue;
    const end = endOfSentence(line, start, index, mark);
    if (end === null) continue;
    sentences.push(line.slice(start, end).trim());
    start = end;
  }
  sentences.push(line.slice(start).trim());
  return sentences.filter(Boolean);
}

/** Index after the sentence that may end with the mark at `index`, or null if it does not. */
function endOfSentence(line: string, start: number, index: number, mark: string): number | null {
  if (mark === ';')
    return index - start > LONG_SENTENCE && STARTS_AFTER_SEMICOLON.test(line.slice(index + 1, index + 20))
      ? index + 1
      : null;
  if (mark.endsWith(' ')) return index;
  const next = line.charAt(index + 1);
  // Most periods are within a number or an address.
  if (mark === '.' && /[a-z0-9]/.test(next)) return null;
  CLOSING.lastIndex = index + 1;
  const end = index + 1 + (CLOSING.exec(line)?.[0].length ?? 0);
  if (/[。！？]/.test(mark) || end === line.length) return end;
  const rest = line.slice(end, end + 16);
  if (!STARTS_SENTENCE.test(rest) && !(mark === '.' && STARTS_UNSPACED.test(rest))) return null;
  return mark === '.' && isAbbreviated(line, start, index) ? null : end;
}

function isAbbreviated(line: string, start: number, index: number): boolean {
  const word = WORD_BEFORE.exec(line.slice(Math.max(start, index - 24), index))?.[0] ?? '';
  // `J. Doe` is more frequent than a sentence that ends in a single letter.
  if (/^\p{Lu}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase())) return true;
  return /^\p{N}{1,2}$/u.test(word) && index - word.length <= start + 1;
}
