/** Spelling correction against known words. Pure; the words come from search-queries.ts. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Longer words have too many neighbors, and trigrams find their misspellings well. */
const LONGEST_TO_VARY = 14;
const LONGEST_TO_SPLIT = 30;

/** A known word and the number of papers that have it. */
export interface KnownWord {
  word: string;
  papers: number;
}

/**
 * Every word at edit distance 1: one letter inserted, deleted, replaced, or two swapped. Trigrams alone miss
 * these in short words: `lroa` and `lora` share one in nine.
 */
export function singleEdits(word: string): string[] {
  if (word.length < 3 || word.length > LONGEST_TO_VARY || !/^[a-z0-9]+$/.test(word)) return [];
  const slips = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const before = word.slice(0, at);
    const after = word.slice(at);
    const [first = '', second = ''] = after;
    if (first) slips.add(before + after.slice(1));
    if (second) slips.add(before + second + first + after.slice(2));
    for (const letter of LETTERS) {
      slips.add(before + letter + after);
      if (first) slips.add(before + letter + after.slice(1));
    }
  }
  slips.delete(word);
  return [...slips].filter((slip) => slip.length > 1);
}

/** Every split of a run-together word into parts of at least three letters. `text2image` splits at the 2. */
export function wordSplits(word: string): [string, string][] {
  const [, before, after] = /^([a-z]{3,})2([a-z]{3,})$/.exec(word) ?? [];
  if (before !== undefined && after !== undefined) return [[before, after]];
  const places = Array.from(
    { length: Math.max(0, Math.min(word.length, LONGEST_TO_SPLIT) - 5) },
    (_, place) => place + 3,
  );
  return places.map((place) => [word.slice(0, place), word.slice(place)]);
}

/** The split into two known words that occur in most papers, or null. */
export function bestSplit(word: string, known: readonly KnownWord[]): string | null {
  const papers = new Map(known.map((each) => [each.word, each.papers]));
  const rated = wordSplits(word)
    .map((parts) => ({ parts, papers: Math.min(...parts.map((part) => papers.get(part) ?? 0)) }))
    .sort((a, b) => b.papers - a.papers);
  const [best] = rated;
  return best && best.papers > 0 ? best.parts.join(' ') : null;
}

/**
 * Nearest known word, or null if none is near enough: fewest edits, then same first letter, then most papers.
 * Allows one edit per four letters, at most three, and none in a number: gpt5 is not gpt4.
 */
export function nearestWord(typed: string, known: readonly KnownWord[]): string | null {
  const most = Math.min(3, Math.floor(typed.length / 4) || (typed.length === 3 ? 1 : 0));
  const digits = typed.replace(/\D/g, '');
  const rated = known
    .filter(({ word }) => word.replace(/\D/g, '') === digits)
    .map((each) => ({ ...each, slips: editDistance(typed, each.word, most) }))
    .filter(({ slips }) => slips <= most)
    .sort(
      (a, b) =>
        a.slips - b.slips ||
        Number(b.word[0] === typed[0]) - Number(a.word[0] === typed[0]) ||
        b.papers - a.papers ||
        (a.word < b.word ? -1 : 1),
    );
  return rated[0]?.word ?? null;
}

/**
 * Restricted Damerau–Levenshtein distance (Damerau 1964): insertions, deletions, replacements and swaps of
 * neighbors. Returns `most + 1` if it is larger than `most`.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let twoAgo: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, (twoAgo[column - 2] ?? 0) + 1);
      line.push(least);
    }
    twoAgo = last;
    last = line;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
