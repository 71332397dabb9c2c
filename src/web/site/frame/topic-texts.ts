import { GERMAN_TOPICS } from '../../../../config/topics/german-labels.ts';
import { TOPICS, topicLabel } from '../../../../config/topics/taxonomy.ts';

/** Names and one-line descriptions of the topics, the names as mails have them. */
const en = {
  label: (slug: string) => topicLabel(slug, 'en'),
  /** Takes a slug; empty where the taxonomy does not know it. */
  description: (slug: string) => TOPICS.find((topic) => topic.slug === slug)?.description ?? '',
};

const de: typeof en = {
  label: (slug) => topicLabel(slug, 'de'),
  description: (slug) => GERMAN_TOPICS[slug]?.[1] ?? en.description(slug),
};

export const topicTexts = { en, de };
