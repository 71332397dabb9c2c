/** One entry of the taxonomy: what a reader sees, and what src/topics/classify.ts looks for. */
export interface Topic {
  /** Stable; stored in preferences and topic scores. */
  slug: string;
  label: string;
  /** One line, for a reader who chooses topics. */
  description: string;
  /**
   * Phrases that speak for the topic by themselves. Case, plurals, hyphens and the spelling of
   * `pre-training` do not matter; a word may end in `*` for any ending.
   */
  strong: readonly string[];
  /** Words that count in a title, but in an abstract only beside another hit. */
  weak: readonly string[];
  /** Phrases in which the words above mean something else: what they cover is not looked at. */
  not: readonly string[];
  /** arXiv categories that make a single hit enough. */
  categories: readonly string[];
}

/** Splits a list written with semicolons over any number of lines. */
export function phrases(list: string): readonly string[] {
  return list
    .split(';')
    .map((phrase) => phrase.replace(/\s+/g, ' ').trim())
    .filter((phrase) => phrase !== '');
}
