import type { Language } from '../languages.ts';
import { SOURCES } from '../sources.ts';
import type { Topic } from './topic.ts';

/** Named group of topics in menus. */
export interface TopicGroup {
  label: Readonly<Record<Language, string>>;
  topics: readonly Topic[];
}

/** Topics of an installation: the built-in ones, or those of its `TOPICS_FILE`. Read from the context. */
export interface Taxonomy {
  /**
   * Stored with every topic score. Another number for every change that can move a paper between topics, so
   * that papers are classified again.
   */
  version: number;
  /** Groups in display order; every topic is in one of them. */
  groups: readonly TopicGroup[];
  /** All topics in display order. */
  topics: readonly Topic[];
  bySlug: ReadonlyMap<string, Topic>;
  /** Former slug → present slug, or null for a topic without a successor. */
  renamed: ReadonlyMap<string, string | null>;
  /** Topics that the shipped learned words may add or drop: built-in ones with their own phrases. */
  learned: ReadonlySet<string>;
  /** arXiv categories to fetch unless `ARXIV_CATEGORIES` names others; null for the default ones. */
  arxivCategories: readonly string[] | null;
}

/** arXiv categories to fetch: the operator's choice, else those of the taxonomy. */
export function fetchedCategories(
  { ARXIV_CATEGORIES }: { ARXIV_CATEGORIES?: readonly string[] | undefined },
  { arxivCategories }: Taxonomy,
): readonly string[] {
  return ARXIV_CATEGORIES ?? arxivCategories ?? SOURCES.arxiv.categories;
}

/** Fills in what follows from the groups. */
export function makeTaxonomy(given: Omit<Taxonomy, 'topics' | 'bySlug'>): Taxonomy {
  const topics = given.groups.flatMap((group) => group.topics);
  return { ...given, topics, bySlug: new Map(topics.map((topic) => [topic.slug, topic])) };
}

/** Present slug of a topic that may have been renamed; null for a topic that is not offered. */
export function currentTopic(taxonomy: Taxonomy, slug: string): string | null {
  const present = taxonomy.renamed.get(slug) ?? slug;
  return taxonomy.bySlug.has(present) ? present : null;
}

/** Display name of a topic, under its new name if it was renamed; the slug itself when it is unknown. */
export function topicLabel(taxonomy: Taxonomy, slug: string, language: Language): string {
  return taxonomy.bySlug.get(currentTopic(taxonomy, slug) ?? slug)?.label[language] ?? slug;
}

/** One line on what a topic covers; empty for an unknown slug. */
export function topicDescription(taxonomy: Taxonomy, slug: string, language: Language): string {
  return taxonomy.bySlug.get(currentTopic(taxonomy, slug) ?? slug)?.description[language] ?? '';
}
