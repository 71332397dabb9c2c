/** One entry of the taxonomy: its texts, and the phrases that src/topics/classify.ts matches. */
export interface Topic {
  /** Stable identifier, stored in preferences and topic scores. */
  slug: string;
  label: string;
  /** One line for the topic menu. */
  description: string;
  /**
   * Phrases that are sufficient evidence. Case, plurals, hyphens and spellings like `pre-training` do not
   * matter; a trailing `*` matches any ending.
   */
  strong: readonly string[];
  /** Words that count in a title, and in an abstract only next to another match. */
  weak: readonly string[];
  /** Phrases in which the words above mean something else; their text is not matched. */
  not: readonly string[];
  /** arXiv categories in which a single match is enough. */
  categories: readonly string[];
}

/** Splits a list separated by semicolons over any number of lines. */
export function phrases(list: string): readonly string[] {
  return list
    .split(';')
    .map((phrase) => phrase.replace(/\s+/g, ' ').trim())
    .filter((phrase) => phrase !== '');
}
