import { foldedWords } from '../text/fold-words.ts';

/**
 * Splits texts and queries into the words that search compares. One file for both sides and for highlighting,
 * so that they cannot diverge. PostgreSQL adds stems and stop words; it gets letters and digits separated by
 * spaces, in which its parser has nothing to interpret.
 */

/** A word of a text. With hyphens or periods it has several parts and a joined form. */
export interface SearchWord {
  typed: string;
  /** Folded; never empty. */
  parts: readonly string[];
  /** `few-shot` → `fewshot`; null for a word of one part. */
  joined: string | null;
}

/** A piece of a text, highlighted or not. */
export interface HighlightedPart {
  text: string;
  highlighted: boolean;
}

const LONGEST_WORD = 40;
const LONGEST_TEXT = 6_000;
const LONGEST_KEY = 300;
/** Nearly all words need only lower case. A page of results has ten thousand of them. */
const PLAIN = /^[A-Za-z0-9]+$/;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
// The possessive ’s is not a word, and "k-NN", "GPT-3.5" and "few‑shot" are also found as one word.
const COMPOUND = /[\p{L}\p{N}\p{M}]+(?:[-\u2010-\u2015\u2212.][\p{L}\p{N}\p{M}]+)*(?:['’]s\b)?/gu;
const SPACELESS_SCRIPTS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const WRITTEN_WITHOUT_SPACES = new RegExp(`[${SPACELESS_SCRIPTS}]|[^${SPACELESS_SCRIPTS}]+`, 'gu');

const GREEK = new Map(
  (
    'α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ' +
    'ο omicron π pi ρ rho σ sigma ς sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega'
  )
    .match(/\S+ \S+/g)
    ?.map((pair) => pair.split(' ') as [string, string]),
);

/** Words of a text in order, from its first 6,000 characters. Never throws. */
export function searchWords(text: string): SearchWord[] {
  return [...text.slice(0, LONGEST_TEXT).matchAll(COMPOUND)].flatMap(([typed]) => {
    const parts = foldedParts(typed.replace(/['’]s$/u, ''));
    if (parts.length === 0) return [];
    const joined = parts.join('');
    return [{ typed, parts, joined: parts.length > 1 && joined.length <= LONGEST_WORD ? joined : null }];
  });
}

/** Text to index: every part and every joined form, separated by spaces. */
export function indexableText(text: string): string {
  return searchWords(text)
    .flatMap(({ parts, joined }) => (joined === null ? parts : [...parts, joined]))
    .join(' ');
}

/** Equal for two spellings of one title: letters and digits without spaces, at most 300 characters. */
export function titleKey(title: string): string {
  return foldedParts(title.slice(0, LONGEST_TEXT)).join('').slice(0, LONGEST_KEY);
}

/** Splits a text at words with one of these folded forms. The pieces together are the text, unchanged. */
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

/** Start of the first highlight that highlightWords would make, or null. */
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

/** Folded words of a text, with Chinese and Japanese split into characters and Greek letters named. */
export function foldedParts(text: string): string[] {
  if (PLAIN.test(text)) return [text.toLowerCase().slice(0, LONGEST_WORD)];
  return foldedWords(text).flatMap((word) =>
    (withGreekNames(word).match(WRITTEN_WITHOUT_SPACES) ?? []).map((part) => part.slice(0, LONGEST_WORD)),
  );
}

/**
 * `β` and the first letter of `μP` are names in mathematical text. A word of three or more Greek letters is
 * Greek.
 */
function withGreekNames(word: string): string {
  if (/^\p{Script=Greek}{3,}$/u.test(word)) return word;
  return word.replace(/\p{Script=Greek}/gu, (letter) => GREEK.get(letter) ?? letter);
}
