import type { Language } from '../languages.ts';
import { GERMAN_TOPICS } from './german-labels.ts';
import { LANGUAGE_MODEL_TOPICS } from './language-models.ts';
import { SENSE_TOPICS } from './senses.ts';
import type { Topic } from './topic.ts';
import { TRUST_AND_DATA_TOPICS } from './trust-and-data.ts';
import { WORLD_TOPICS } from './world.ts';

/**
 * Increment with every change that can move a paper between topics, learned words included: topic scores
 * store it.
 */
export const TAXONOMY_VERSION = 2;

/** Named group of topics in menus. */
export interface TopicGroup {
  label: Readonly<Record<Language, string>>;
  topics: readonly Topic[];
}

/** Groups in display order; every topic is in one of them. */
export const TOPIC_GROUPS: readonly TopicGroup[] = [
  { label: { en: 'Language models', de: 'Sprachmodelle' }, topics: LANGUAGE_MODEL_TOPICS },
  { label: { en: 'Trust & data', de: 'Vertrauen & Daten' }, topics: TRUST_AND_DATA_TOPICS },
  { label: { en: 'Vision & audio', de: 'Bild & Ton' }, topics: SENSE_TOPICS },
  {
    label: { en: 'Robots, science & society', de: 'Roboter, Forschung & Gesellschaft' },
    topics: WORLD_TOPICS,
  },
];

/** All topics in display order. */
export const TOPICS: readonly Topic[] = TOPIC_GROUPS.flatMap((group) => group.topics);

/** Slugs of all topics. */
export const TOPIC_SLUGS: ReadonlySet<string> = new Set(TOPICS.map((topic) => topic.slug));

/** Old slug → new slug, so preferences and stored scores survive a rename. */
export const TOPIC_RENAMES: Readonly<Record<string, string>> = {};

/** Display name of a topic; the slug itself when it is unknown. */
export function topicLabel(slug: string, language: Language): string {
  const english = TOPICS.find((topic) => topic.slug === slug)?.label ?? slug;
  return language === 'de' ? (GERMAN_TOPICS[slug]?.[0] ?? english) : english;
}

/** One line on what a topic covers, in the given language; empty for a slug the taxonomy does not know. */
export function topicDescription(slug: string, language: Language): string {
  const english = TOPICS.find((topic) => topic.slug === slug)?.description ?? '';
  return language === 'de' ? (GERMAN_TOPICS[slug]?.[1] ?? english) : english;
}
