import { z } from 'zod';
import { isListedCategory } from '../../config/arxiv-choice.ts';
import { LANGUAGE_CODES } from '../../config/languages.ts';
import { canonicalCategory } from '../papers/arxiv-id.ts';
import { textWords } from './phrases.ts';

/** Form of a `TOPICS_FILE`. docs/TOPICS.md explains it to operators. */

const MOST = { groups: 20, topics: 200, phrases: 2_000, categories: 60 };

const line = (most: number) =>
  z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line');

/** A text in English, or a text per language, of which English is required. */
const texts = (most: number) =>
  z
    .union(
      [
        line(most).transform((en) => ({ en })),
        z.strictObject(
          {
            en: line(most),
            ...Object.fromEntries(
              LANGUAGE_CODES.filter((code) => code !== 'en').map((code) => [code, line(most).optional()]),
            ),
          },
          `must be a text, or a text for each of: ${LANGUAGE_CODES.join(', ')}`,
        ),
      ],
      `must be a text of at most ${most} characters on one line, or one for each of: ` +
        `${LANGUAGE_CODES.join(', ')} (en is required)`,
    )
    .transform((given) => ({ ...everyLanguage(given.en), ...given }) as Record<Language, string>);

type Language = (typeof LANGUAGE_CODES)[number];

function everyLanguage(english: string): Record<string, string> {
  return Object.fromEntries(LANGUAGE_CODES.map((code) => [code, english]));
}

const slug = z
  .string('must be a text')
  .max(60, 'must have at most 60 characters')
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'must consist of lower-case letters and digits joined by hyphens, e.g. spin-liquids',
  );

// The index of phrases has four letters of the first word, so that a shorter one with a star never matches.
const phrase = line(120)
  .refine((text) => textWords(text.replaceAll('*', '')).length > 0, 'must have a word')
  .refine((text) => !/^\S{0,3}\*/.test(text), 'must have at least four letters before a *')
  .refine((text) => !/\*\S/.test(text), 'can have a * only at the end of a word');

const phraseList = z
  .array(phrase, 'must be a list of phrases')
  .max(MOST.phrases, `must have at most ${MOST.phrases} phrases`)
  .default([]);

const category = z
  .string('must be a text')
  .transform((name) => canonicalCategory(name) ?? name)
  .refine(isListedCategory, 'must be an arXiv category with its subject class, e.g. cond-mat.soft');

const categories = z
  .array(category, 'must be a list of arXiv categories')
  .max(MOST.categories, `must have at most ${MOST.categories} categories`);

const topic = z.strictObject({
  id: slug,
  label: texts(40),
  description: texts(160),
  phrases: phraseList.refine((list) => list.length > 0, 'must have at least one phrase'),
  hints: phraseList,
  not: phraseList,
  categories: categories.default([]),
});

const group = z.strictObject({
  label: texts(60),
  topics: z.array(topic, 'must be a list of topics').min(1, 'must have at least one topic'),
});

/** Parses the document of a file. */
export const taxonomyFileSchema = z
  .strictObject(
    {
      version: z
        .number('must be a whole number; raise it to classify all papers again')
        .int()
        .min(1)
        .max(1e6),
      extends: z.literal('default', 'must be default, or be left out').optional(),
      arxivCategories: categories.min(1, 'must name at least one category').optional(),
      groups: z
        .array(group, 'must be a list of groups')
        .max(MOST.groups, `must have at most ${MOST.groups} groups`)
        .default([]),
      renamed: z.record(slug, slug.nullable(), 'must map former ids to present ids, or to null').default({}),
    },
    'must be a map with version and groups; docs/TOPICS.md has an example',
  )
  .refine((file) => countTopics(file) <= MOST.topics, {
    message: `must have at most ${MOST.topics} topics`,
    path: ['groups'],
  });

export type TaxonomyFile = z.infer<typeof taxonomyFileSchema>;
export type TopicEntry = z.infer<typeof topic>;

function countTopics({ groups }: { groups: readonly { topics: readonly unknown[] }[] }): number {
  return groups.reduce((sum, { topics }) => sum + topics.length, 0);
}
