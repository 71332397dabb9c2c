import { foldedWords } from '../text/fold-words.ts';

const LONGEST_TEXT = 6_000;
const LONGEST_TERM = 40;

/** Terms of a text with their counts: folded words of two or more characters, plural and verb endings off. */
export function meaningTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of foldedWords(text.slice(0, LONGEST_TEXT))) {
    if (word.length < 2 || word.length > LONGEST_TERM || /^\p{N}+$/u.test(word)) continue;
    const term = withoutEnding(word);
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

/** A rough stem. PostgreSQL's stemmer is not at hand here, and near forms fall together in the model anyway. */
function withoutEnding(word: string): string {
  if (word.length < 5) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^su])s$/, '')
    .replace(/(?<=.{4})(?:ing|ed)$/, '')
    .replace(/(?<=.{4})e$/, '');
}
