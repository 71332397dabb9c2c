import { currentTopic, type Taxonomy } from '../../../config/topics/taxonomy.ts';
import { type Interest, type Preference, preferenceSchema } from './preference.ts';

const isOffered = (taxonomy: Taxonomy, { kind, value }: Interest) =>
  kind !== 'topic' || currentTopic(taxonomy, value) !== null;

const present = (taxonomy: Taxonomy, interest: Interest): Interest =>
  interest.kind === 'topic'
    ? { ...interest, value: currentTopic(taxonomy, interest.value) ?? interest.value }
    : interest;

// An import parses each row; building a schema takes longer than parsing.
const schemas = new WeakMap<Taxonomy, typeof preferenceSchema>();

/** Schema of a preference as someone enters it: topics are offered ones, under their present names. */
export function offeredPreferenceSchema(taxonomy: Taxonomy): typeof preferenceSchema {
  const schema = schemas.get(taxonomy) ?? makeSchema(taxonomy, new Set());
  schemas.set(taxonomy, schema);
  return schema;
}

/** The same, which also accepts topics that are no longer offered if they are among these interests. */
export function keptPreferenceSchema(
  taxonomy: Taxonomy,
  stored: readonly Interest[],
): typeof preferenceSchema {
  const kept = topicsNotOffered(taxonomy, stored);
  return kept.length === 0 ? offeredPreferenceSchema(taxonomy) : makeSchema(taxonomy, new Set(kept));
}

function makeSchema(taxonomy: Taxonomy, kept: ReadonlySet<string>): typeof preferenceSchema {
  return preferenceSchema.extend({
    interests: preferenceSchema.shape.interests
      .transform((interests) => interests.map((interest) => present(taxonomy, interest)))
      .superRefine((interests, context) => {
        for (const [place, interest] of interests.entries())
          if (!isOffered(taxonomy, interest) && !kept.has(interest.value))
            context.addIssue({
              code: 'custom',
              message: `must be a topic of the taxonomy: ${[...taxonomy.bySlug.keys()].join(', ')}`,
              path: [place, 'value'],
            });
      }),
  }) as unknown as typeof preferenceSchema;
}

/** The preference with its topics under their present names; those no longer offered are kept. */
export function withPresentNames<T extends Pick<Preference, 'interests'>>(
  taxonomy: Taxonomy,
  preference: T,
): T {
  const isCurrent = ({ kind, value }: Interest) => kind !== 'topic' || !taxonomy.renamed.has(value);
  if (preference.interests.every(isCurrent)) return preference;
  const unique = new Map<string, Interest>();
  // Of an old and a new name of one topic, the interest under the new name counts.
  for (const interest of preference.interests.toSorted((a, b) => +isCurrent(a) - +isCurrent(b))) {
    const renamed = present(taxonomy, interest);
    unique.set(`${renamed.kind} ${renamed.value}`, renamed);
  }
  return { ...preference, interests: [...unique.values()] };
}

/** The preference by which papers are picked: present names, without topics that are no longer offered. */
export function withOfferedTopics<T extends Pick<Preference, 'interests'>>(
  taxonomy: Taxonomy,
  preference: T,
): T {
  const named = withPresentNames(taxonomy, preference);
  const interests = named.interests.filter((interest) => isOffered(taxonomy, interest));
  return interests.length === named.interests.length ? named : { ...named, interests };
}

/** Topics of these interests that are not offered. */
export function topicsNotOffered(taxonomy: Taxonomy, interests: readonly Interest[]): string[] {
  return interests.filter((interest) => !isOffered(taxonomy, interest)).map(({ value }) => value);
}
