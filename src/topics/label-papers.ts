import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { NAMING_CATEGORIES, SAME_CATEGORY } from '../../config/topics/learning.ts';
import { canonicalCategory } from '../papers/arxiv-id.ts';
import { type ClassifiablePaper, classifyByPhrases } from './classify-by-phrases.ts';
import type { LabeledPaper } from './fit-words.ts';

/** Trust in a label: authors choose a category on purpose, but leave out cross-lists; phrases misread. */
const TRUST = { phrases: 1, named: 3, onlyPhrases: 0.5, neither: 1 };

/** Slugs in the order of the labels. */
export const LEARNED_TOPICS: readonly string[] = BUILT_IN_TAXONOMY.topics.map(({ slug }) => slug);

/**
 * Labels a paper for `fitWords`: by its arXiv categories where they name a topic, elsewhere by the phrases,
 * of which the model learns what else such papers say.
 */
export function labelPaper(paper: ClassifiablePaper): LabeledPaper {
  const found = new Set(
    classifyByPhrases(BUILT_IN_TAXONOMY, { ...paper, categories: [] }).map(({ topic }) => topic),
  );
  const categories = new Set(paper.categories.map(canonicalCategory));
  const judged = LEARNED_TOPICS.map((topic) => {
    const names = NAMING_CATEGORIES[topic];
    if (categories.size === 0 || !names) return { label: found.has(topic) ? 1 : 0, trust: TRUST.phrases };
    const isListed = names.some((name) => categories.has(name));
    if (isListed && !SAME_CATEGORY[topic]?.some((other) => found.has(other)))
      return { label: 1, trust: TRUST.named };
    if (found.has(topic)) return { label: isListed ? 1 : 0, trust: TRUST.onlyPhrases };
    return { label: 0, trust: TRUST.neither };
  });
  return {
    title: paper.title,
    abstract: paper.abstract,
    labels: judged.map(({ label }) => label),
    trust: judged.map(({ trust }) => trust),
  };
}
