import { foldedWords } from './fold-words.ts';

/**
 * Within the size of an index entry, even at three bytes a character. Real names have up to 200 characters.
 */
const LONGEST_KEY = 200;

/**
 * Key of a person's or organization's name: its folded words, separated by spaces. Equal for spellings that
 * an interest in the name matches, too (`Émilie Doe`, `emilie doe`); empty for a name without letters and
 * digits. Different people with one name have one key.
 */
export function nameKey(name: string): string {
  const key = foldedWords(name).join(' ').slice(0, LONGEST_KEY);
  return key.replace(/[\uD800-\uDBFF]$/, '').trim();
}

/** A key as a path segment, not yet percent-encoded: `jane-doe`. `nameKey` turns it back into the key. */
export function nameSlug(key: string): string {
  return key.replaceAll(' ', '-').normalize('NFC');
}
