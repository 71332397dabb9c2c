import { foldedWords } from '../../papers/text/fold-words.ts';

/**
 * A phrase or a text for comparison: its folded words without spaces, because authors write `pre-training`,
 * `pretraining` and `pre training`.
 */
export interface Phrase {
  words: readonly string[];
  letters: string;
  /** Places in `letters` between two words, and both its ends. */
  bounds: ReadonlySet<number>;
}

/** Folds a phrase or a text. Numbers of nouns and British or American spelling make no difference. */
export function foldPhrase(text: string): Phrase {
  const words = foldedWords(text).map(withoutEnding);
  const bounds = new Set([0]);
  let end = 0;
  for (const word of words) {
    end += word.length;
    bounds.add(end);
  }
  return { words, letters: words.join(''), bounds };
}

/** True if the words of the phrase follow one another in the text. An empty phrase is nowhere. */
export function containsPhrase(text: Phrase, { letters }: Phrase): boolean {
  if (letters === '') return false;
  for (let at = text.letters.indexOf(letters); at >= 0; at = text.letters.indexOf(letters, at + 1)) {
    if (text.bounds.has(at) && text.bounds.has(at + letters.length)) return true;
  }
  return false;
}

/** True if all these folded words occur, in any order, within twice their number of words. */
export function containsNearby({ words }: Phrase, wanted: readonly string[]): boolean {
  const lastPlaces = new Map<string, number>();
  for (const [place, word] of words.entries()) {
    if (!wanted.includes(word)) continue;
    lastPlaces.set(word, place);
    const isComplete = lastPlaces.size === wanted.length;
    if (isComplete && place - Math.min(...lastPlaces.values()) < 2 * wanted.length) return true;
  }
  return false;
}

/** Words that are another word without their last letter. */
const NO_PLURAL: ReadonlySet<string> = new Set(['news', 'does', 'aids']);

/**
 * A word without what its number and spelling add: `studies`, `study`; `boxes`, `box`; `modelling`,
 * `modeling`. Both sides are folded, so the result need not be a word (`cache` → `cach`).
 */
function withoutEnding(word: string): string {
  if (word.length < 4 || /\d/.test(word) || NO_PLURAL.has(word)) return word;
  let rest = word;
  if (rest.length > 5) {
    rest = rest
      .replace(/our(?=(?:s|al|ed|ing|hood|hoods)?$)/, 'or')
      .replace(/is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)/, 'iz')
      .replace(/(?<=[aeiou]l)l(?=(?:ed|er|ers|ing)$)/, '')
      .replace(/sis$/, 's');
  }
  while (rest.length > 3 && /(?:[^s]s|(?:[cs]h|[sxz])e)$/.test(rest)) rest = rest.slice(0, -1);
  return rest.replace(/(?<=..)ie$/, 'y');
}
