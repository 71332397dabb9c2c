import { foldedWords } from '../text/fold-words.ts';

/**
 * The words of texts and queries as search compares them. One file for both sides and for marking, so that what is found
 * and what is marked can never differ. PostgreSQL does the rest (stems, stop words) to what comes out here: letters and
 * digits with spaces between, in which its parser has nothing to interpret.
 */

/** A word as it stands in a text; with hyphens or points it has several parts and a joined form. */
export interface SearchWord {
  typed: string;
  /** Folded; never empty. */
  parts: readonly string[];
  /** `few-shot` → `fewshot`; null for a word of one part. */
  joined: string | null;
}

/** Where words that were found stand in a text. */
export interface HighlightedPart {
  text: string;
  highlighted: boolean;
}

const LONGEST_WORD = 40;
const LONGEST_TEXT = 6_000;
const LONGEST_KEY = 300;
/** As nearly all words are: nothing to fold but the case. A page of results has ten thousand of them. */
const PLAIN = /^[A-Za-z0-9]+$/;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
// ’s is no word of its own, and "k-NN", "GPT-3.5" and "few‑shot" are also found as one word.
const COMPOUND = /[\p{L}\p{N}\p{M}]+(?:[-\u2010-\u2015\u2212.][\p{L}\p{N}\p{M}]+)*(?:['’]s\b)?/gu;
const WRITTEN_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

const GREEK = new Map(
  (
    'α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron ' +
    'π pi ρ rho σ sigma ς sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega'
  )
    .match(/\S+ \S+/g)
    ?.map((pair) => pair.split(' ') as [string, string]),
);

/** The words of a text in their order. Never throws, and reads no more than the first 6,000 characters. */
export function searchWords(text: string): SearchWord[] {
  return [...text.slice(0, LONGEST_TEXT).matchAll(COMPOUND)].flatMap(([typed]) => {
    const parts = foldedParts(typed.replace(/['’]s$/u, ''));
    if (parts.length === 0) return [];
    const joined = parts.join('');
    return [{ typed, parts, joined: parts.length > 1 && joined.length <= LONGEST_WORD ? joined : null }];
  });
}

/** What of a text goes into the index: every part and every joined form, with spaces between. */
export function indexableText(text: string): string {
  return searchWords(text)
    .flatMap(({ parts, joined }) => (joined === null ? parts : [...parts, joined]))
    .join(' ');
}

/** What is the same for two spellings of one title: letters and digits alone, without spaces. At most 300 characters. */
export function titleKey(title: string): string {
  return foldedParts(title.slice(0, LONGEST_TEXT)).join('').slice(0, LONGEST_KEY);
}

/** A person's or house's whole name as one word, so that it can be found as a name; null where it is none. */
export function fullNameKey(name: string): string | null {
  const parts = foldedParts(name.slice(0, LONGEST_KEY));
  const key = parts.join('');
  return parts.length < 2 || key.length > LONGEST_WORD ? null : key;
}

/** Parts a text at the words whose folded form is one of these. The parts together are the text, unchanged. */
export function highlightWords(text: string, forms: ReadonlySet<string>): HighlightedPart[] {
  const found: HighlightedPart[] = [];
  let end = 0;
  for (const [from, to] of marksIn(text, forms)) {
    if (from > end) found.push({ text: text.slice(end, from), highlighted: false });
    found.push({ text: text.slice(from, to), highlighted: true });
    end = to;
  }
  if (end < text.length) found.push({ text: text.slice(end), highlighted: false });
  return found;
}

/** Where the first of the parts begins that markWords would mark; null where it would mark none. */
export function firstHighlight(text: string, forms: ReadonlySet<string>): number | null {
  for (const [from] of marksIn(text, forms)) return from;
  return null;
}

function* marksIn(text: string, forms: ReadonlySet<string>): Generator<[from: number, to: number]> {
  for (const compound of text.matchAll(COMPOUND)) {
    const [typed] = compound;
    const joined = foldedParts(typed.replace(/['’]s$/u, '')).join('');
    if (forms.has(joined)) {
      yield [compound.index, compound.index + typed.length];
      continue;
    }
    if (PLAIN.test(typed)) continue;
    for (const word of typed.matchAll(WORD)) {
      const at = compound.index + word.index;
      if (foldedParts(word[0]).some((part) => forms.has(part))) yield [at, at + word[0].length];
    }
  }
}

function foldedParts(text: string): string[] {
  if (PLAIN.test(text)) return [text.toLowerCase().slice(0, LONGEST_WORD)];
  return foldedWords(text).flatMap((word) =>
    (withGreekNames(word).match(WRITTEN_WITHOUT_SPACES) ?? []).map((part) => part.slice(0, LONGEST_WORD)),
  );
}

/** `β` and the first letter of `μP` are names in a text of mathematics; a longer word of Greek letters alone is Greek. */
function withGreekNames(word: string): string {
  if (/^\p{Script=Greek}{3,}$/u.test(word)) return word;
  return word.replace(/\p{Script=Greek}/gu, (letter) => GREEK.get(letter) ?? letter);
}
