import type { Language } from '../languages.ts';
import { GERMAN_TOPICS } from './german-labels.ts';
import { LANGUAGE_MODEL_TOPICS } from './language-models.ts';
import { SENSE_TOPICS } from './senses.ts';
import { makeTaxonomy, type TopicGroup } from './taxonomy.ts';
import type { EnglishTopic } from './topic.ts';
import { TRUST_AND_DATA_TOPICS } from './trust-and-data.ts';
import { WORLD_TOPICS } from './world.ts';

/**
 * Increment with every change that can move a paper between topics, learned words included: topic scores
 * store it. Versions of files are above 1,000,000.
 */
const VERSION = 2;

const GROUPS: readonly TopicGroup[] = [
  group({ en: 'Language models', de: 'Sprachmodelle' }, LANGUAGE_MODEL_TOPICS),
  group({ en: 'Trust & data', de: 'Vertrauen & Daten' }, TRUST_AND_DATA_TOPICS),
  group({ en: 'Vision & audio', de: 'Bild & Ton' }, SENSE_TOPICS),
  group({ en: 'Robots, science & society', de: 'Roboter, Forschung & Gesellschaft' }, WORLD_TOPICS),
];

/** Taxonomy without a `TOPICS_FILE`: 24 topics of machine learning. */
export const BUILT_IN_TAXONOMY = makeTaxonomy({
  version: VERSION,
  groups: GROUPS,
  renamed: new Map(),
  learned: new Set(GROUPS.flatMap(({ topics }) => topics.map(({ slug }) => slug))),
  arxivCategories: null,
});

function group(label: Readonly<Record<Language, string>>, topics: readonly EnglishTopic[]): TopicGroup {
  return {
    label,
    topics: topics.map((topic) => {
      const [label = topic.label, description = topic.description] = GERMAN_TOPICS[topic.slug] ?? [];
      return {
        ...topic,
        label: { en: topic.label, de: label },
        description: { en: topic.description, de: description },
      };
    }),
  };
}
