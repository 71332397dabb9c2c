/** Finds phrases in text by whole words, regardless of case, plural, hyphens or compound spelling. */

/** A compiled set of phrases. */
export interface PhraseSet {
  /** Phrases by the start of their first word, longest first. */
  readonly byStart: ReadonlyMap<string, readonly Phrase[]>;
}

interface Phrase {
  readonly words: readonly string[];
}

const START = 4;

/** Compiles phrases as the taxonomy writes them (`pre-training`, `forecast*`) for `findPhrases`. */
export function compilePhrases(phrases: readonly string[]): PhraseSet {
  const byStart = new Map<string, Phrase[]>();
  for (const words of phrases.map((phrase) => wordsOf(phrase, /[\p{L}\p{N}]+\*?/gu))) {
    const start = words[0]?.slice(0, START).replace('*', '');
    if (start === undefined) continue;
    byStart.set(start, [...(byStart.get(start) ?? []), { words }]);
  }
  for (const group of byStart.values()) group.sort((a, b) => b.words.length - a.words.length);
  return { byStart };
}

/** Splits text into words in the form in which phrases are compared. Web addresses are dropped. */
export function textWords(text: string): string[] {
  return wordsOf(text.replace(/https?:\/\/\S+/g, ' '), /[\p{L}\p{N}]+/gu);
}

/** Positions of phrases as word indexes (end exclusive), the longest at each place, without overlaps. */
export function findPhrases(words: readonly string[], set: PhraseSet): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let at = 0;
  while (at < words.length) {
    const phrase = set.byStart
      .get(words[at]?.slice(0, START) ?? '')
      ?.find(({ words: own }) => standsAt(own, words, at));
    if (phrase === undefined) at++;
    else {
      found.push({ from: at, to: at + phrase.words.length });
      at += phrase.words.length;
    }
  }
  return found;
}

function standsAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  return phrase.every((word, place) => {
    const there = words[at + place];
    if (there === undefined) return false;
    return word.endsWith('*') ? there.startsWith(word.slice(0, -1)) : there === word;
  });
}

// Authors write pre-training and pretraining, multi-modal and multimodal. Both become one word.
const COMPOUND = /\b(pre|post|multi|fine|semi|re|un|non|co|sub|meta|hyper|spatio|e)-(?=\p{L})/gu;

// Names of benchmarks end like this (`SourceBench`), and the name is often all a title says about it.
const NAMED_BENCHMARK = /(?<=[\p{Ll}\p{N}])Bench\b/gu;

function wordsOf(text: string, word: RegExp): string[] {
  const joined = text
    .normalize('NFKC')
    .replace(NAMED_BENCHMARK, ' bench')
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(COMPOUND, '$1');
  return (joined.match(word) ?? []).map(singular);
}

/**
 * Applied to phrases and text alike, so a wrong singular is harmless unless it is another word (`news`,
 * `new`).
 */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is|news)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:ss|sh|ch|x)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
