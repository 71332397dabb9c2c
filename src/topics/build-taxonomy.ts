import { createHash } from 'node:crypto';
import { SOURCES } from '../../config/sources.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { makeTaxonomy, type Taxonomy, type TopicGroup } from '../../config/topics/taxonomy.ts';
import type { Topic } from '../../config/topics/topic.ts';
import type { TaxonomyFile, TopicEntry } from './taxonomy-file.ts';

/** What is wrong between valid parts of a file, and where. */
export interface TaxonomyProblem {
  path: readonly PropertyKey[];
  message: string;
}

/** The query of a day names all categories in one address. */
const MOST_CATEGORIES = 60;

/** Taxonomy of a parsed file, or every problem between its parts. */
export function buildTaxonomy(
  file: TaxonomyFile,
): { taxonomy: Taxonomy } | { problems: readonly TaxonomyProblem[] } {
  const own = file.groups.map(({ label, topics }) => ({ label, topics: topics.map(toTopic) }));
  const base = file.extends === undefined ? [] : withoutChanged(file);
  const groups = mergeGroups(base, own);
  const slugs = new Set(groups.flatMap(({ topics }) => topics.map(({ slug }) => slug)));
  const { renamed, problems: wrongRenames } = resolveRenames(file.renamed, slugs);
  const arxivCategories = categoriesOf(file);
  const problems = [...repeatedIds(file), ...wrongRenames];
  if (slugs.size === 0) problems.push({ path: ['groups'], message: 'must have at least one topic' });
  if ((arxivCategories?.length ?? 0) > MOST_CATEGORIES)
    problems.push({
      path: [],
      message: `names more than ${MOST_CATEGORIES} arXiv categories; choose those to fetch with arxivCategories`,
    });
  if (problems.length > 0) return { problems };
  const learned = new Set(base.flatMap(({ topics }) => topics.map(({ slug }) => slug)));
  const version = versionOf(file.version, groups, learned);
  return { taxonomy: makeTaxonomy({ version, groups, renamed, learned, arxivCategories }) };
}

function toTopic({ id, label, description, phrases, hints, not, categories }: TopicEntry): Topic {
  return { slug: id, label, description, strong: phrases, weak: hints, not, categories };
}

/** Built-in groups without the topics that the file replaces or renames. */
function withoutChanged(file: TaxonomyFile): TopicGroup[] {
  const changed = new Set([
    ...file.groups.flatMap(({ topics }) => topics.map(({ id }) => id)),
    ...Object.keys(file.renamed),
  ]);
  return BUILT_IN_TAXONOMY.groups.map(({ label, topics }) => ({
    label,
    topics: topics.filter(({ slug }) => !changed.has(slug)),
  }));
}

/** Groups of the same English label become one. */
function mergeGroups(base: readonly TopicGroup[], own: readonly TopicGroup[]): TopicGroup[] {
  const groups = new Map<string, TopicGroup>();
  for (const { label, topics } of [...base, ...own]) {
    const known = groups.get(label.en);
    groups.set(label.en, { label: known?.label ?? label, topics: [...(known?.topics ?? []), ...topics] });
  }
  return [...groups.values()].filter(({ topics }) => topics.length > 0);
}

function repeatedIds(file: TaxonomyFile): TaxonomyProblem[] {
  const seen = new Set<string>();
  return file.groups.flatMap(({ topics }, group) =>
    topics.flatMap(({ id }, place) => {
      if (!seen.has(id)) {
        seen.add(id);
        return [];
      }
      const path = ['groups', group, 'topics', place, 'id'];
      return [{ path, message: `${id} is used by another topic; ids must be unique` }];
    }),
  );
}

/** Follows renames of renamed topics, so that an operator never has to edit an old line. */
function resolveRenames(
  given: Readonly<Record<string, string | null>>,
  slugs: ReadonlySet<string>,
): { renamed: Map<string, string | null>; problems: TaxonomyProblem[] } {
  const renamed = new Map<string, string | null>();
  const problems: TaxonomyProblem[] = [];
  for (const from of Object.keys(given)) {
    const path = ['renamed', from];
    const seen = new Set<string>();
    let to: string | null = from;
    while (to !== null && Object.hasOwn(given, to) && !seen.has(to)) {
      seen.add(to);
      to = given[to] ?? null;
    }
    if (slugs.has(from))
      problems.push({ path, message: 'is still the id of a topic; rename that topic first' });
    else if (to !== null && seen.has(to)) problems.push({ path, message: 'leads in a circle' });
    else if (to !== null && !slugs.has(to))
      problems.push({ path, message: `must lead to the id of a topic, or to null; ${to} is none` });
    renamed.set(from, to);
  }
  return { renamed, problems };
}

/** Categories to fetch: the file's choice, else those that its topics name. */
function categoriesOf({ arxivCategories, groups, extends: base }: TaxonomyFile): readonly string[] | null {
  if (arxivCategories !== undefined) return [...new Set(arxivCategories)];
  const named = groups.flatMap(({ topics }) => topics.flatMap(({ categories }) => categories));
  const all = [...new Set([...(base === undefined ? [] : SOURCES.arxiv.categories), ...named])];
  return named.length === 0 ? null : all;
}

/** Above every version of the built-in taxonomy, below the limit of PostgreSQL's integer. */
const FIRST_VERSION = 1_000_000;
const VERSIONS = 2_000_000_000;

/** Number of what decides topics; labels and descriptions may change without classifying papers again. */
function versionOf(given: number, groups: readonly TopicGroup[], learned: ReadonlySet<string>): number {
  const deciding = groups.flatMap(({ topics }) =>
    topics.map(({ slug, strong, weak, not, categories }) => [slug, strong, weak, not, categories]),
  );
  const base = learned.size > 0 ? BUILT_IN_TAXONOMY.version : null;
  const hash = createHash('sha256')
    .update(JSON.stringify([given, base, [...learned], deciding]))
    .digest();
  return FIRST_VERSION + (hash.readUInt32BE() % VERSIONS);
}
