import type { Language } from '../languages.ts';

/** Phrases of a topic that `src/topics` matches. */
export interface TopicPhrases {
  /** Stable identifier, stored in preferences and topic scores. */
  slug: string;
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

/** One entry of a taxonomy: its texts, and its phrases. */
export interface Topic extends TopicPhrases {
  label: Readonly<Record<Language, string>>;
  /** One line for the topic menu. */
  description: Readonly<Record<Language, string>>;
}

/** An entry of the built-in taxonomy in English; `german-labels.ts` has its other texts. */
export interface EnglishTopic extends TopicPhrases {
  label: string;
  description: string;
}

/** Splits a list separated by semicolons over any number of lines. */
export function phrases(list: string): readonly string[] {
  return list
    .split(';')
    .map((phrase) => phrase.replace(/\s+/g, ' ').trim())
    .filter((phrase) => phrase !== '');
}
