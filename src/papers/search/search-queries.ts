import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { NameForms } from './name-lexemes.ts';
import { allLexemesQuery, type SearchTerm } from './search-terms.ts';
import type { KnownWord } from './spelling.ts';

type Db = Kysely<Database>;

/** Filters by topic under the present taxonomy. */
export type SearchContext = Pick<Context, 'db' | 'taxonomy'>;

/** Maximum papers found by exact title, and by the beginning of a title. */
const TITLES = 20;
/** Maximum papers found by the query as one person's or organization's name. */
const NAMED = 100;
/** Maximum papers found by a title near the query, and how near it is: share of common trigrams. */
const NEAR_TITLES = 3;
const NEAR = 0.5;
/** In letters. A shorter text is the beginning of too many titles. */
const SHORTEST_BEGINNING = 11;

/** A folded word with its stem in PostgreSQL. */
export interface WordStem {
  word: string;
  /** Null for a stop word. */
  stem: string | null;
  /** Approximate number of papers with a word of that stem. */
  papers: number;
}

/** Stem and frequency of each of these folded words. */
export async function readStems(db: Db, words: readonly string[]): Promise<Map<string, WordStem>> {
  if (words.length === 0) return new Map();
  const { rows } = await sql<WordStem>`
    select word, stem,
      coalesce((
        select sum(papers) from search_words where search_words.stem = typed.stem), 0)::integer as papers
    from (
      select word, (tsvector_to_array(to_tsvector('pg_catalog.english', word)))[1] as stem
      from unnest(${[...new Set(words)]}::text[]) as word
    ) as typed`.execute(db);
  return new Map(rows.map((row) => [row.word, row]));
}

/** Indexed words with one of these stems, to be highlighted in a text. */
export async function readWordForms(db: Db, stems: readonly string[]): Promise<string[]> {
  if (stems.length === 0) return [];
  const rows = await db.selectFrom('search_words').select('word').where('stem', 'in', stems).execute();
  return rows.map((row) => row.word);
}

/** Reads the given words that are in the index. */
export async function readKnownWords(db: Db, words: readonly string[]): Promise<KnownWord[]> {
  if (words.length === 0) return [];
  // One primary-key lookup per word: for `= any` PostgreSQL would choose the trigram index, which also
  // answers but slowly.
  const { rows } = await sql<KnownWord>`
    select known.word, known.papers from unnest(${[...new Set(words)]}::text[]) as typed
    cross join lateral (
      select word, papers from search_words where word = typed and stem <> '' limit 1) as known`.execute(db);
  return rows;
}

/** Indexed words that share most trigrams with each of these words. */
export async function readSimilarWords(
  db: Db,
  words: readonly string[],
): Promise<(KnownWord & { typed: string })[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<KnownWord & { typed: string }>`
    select typed, alike.word, alike.papers from unnest(${[...words]}::text[]) as typed, lateral (
      select word, papers from search_words
      where word % typed and stem <> '' order by similarity(word, typed) desc, papers desc limit 20
    ) as alike`.execute(db);
  return rows;
}

/** Search filters: a topic slug, and submission days (YYYY-MM-DD, inclusive). */
export interface SearchFilters {
  topic: string | null;
  from: string | null;
  to: string | null;
}

export interface LooseMatch {
  paperId: string;
  /** Indexes of the terms that the paper has. */
  has: number[];
}

interface Wanted {
  units: readonly SearchTerm[];
  /** A tsquery over the terms that decides what is found. The terms alone decide the order. */
  query: string;
  titleKey: string;
  /** The whole query as one name, or null. */
  name: NameForms | null;
  limit: number;
}

/** A paper that has every term; `titled` if the query is its title. */
export interface FullMatch {
  paperId: string;
  titled: boolean;
}

/**
 * Most relevant papers that have every term. Candidates are the newest with all terms in the title, filled up
 * with the newest that have them anywhere (which rank lower anyway), and papers with that title or name.
 * Ordered by exact title, beginning of the title, exact name, place of the terms (title, names, abstract),
 * then newest first.
 */
export async function readFullMatches(
  ctx: SearchContext,
  wanted: Wanted,
  filters: SearchFilters,
): Promise<FullMatch[]> {
  const { query, titleKey, name, limit } = wanted;
  const allowed = filterOf(ctx.taxonomy, filters);
  const begun = `${titleKey}%`;
  const found = (condition: RawBuilder<unknown>, most: RawBuilder<unknown>) => sql`
    (select paper_id from paper_search where ${condition} and ${allowed}
      order by published_on desc, paper_id limit ${most})`;
  // An array instead of a join: PostgreSQL estimates a computed limit as a tenth of the table, and would read
  // all of it for the join.
  const { rows } = await sql<FullMatch>`
    with ${unitsOf(wanted)},
    entitled as materialized ${found(sql`title @@ ${query}::tsquery`, sql`${limit}`)},
    candidate as (
      select paper_id from entitled
      union ${found(
        sql`whole @@ ${query}::tsquery`,
        sql`(select case when count(*) < ${limit} then ${limit}::integer else 0 end from entitled)`,
      )}
      ${
        titleKey === ''
          ? sql``
          : sql`union ${found(sql`title_key = ${titleKey}`, sql`${TITLES}`)}
            union ${found(sql`title_key like ${begun}`, sql`${TITLES}`)}`
      }
      ${
        name === null
          ? sql``
          : sql`union ${found(sql`whole @@ ${nameQuery([name.exact, ...name.reordered])}`, sql`${NAMED}`)}`
      }
    )
    select paper_id as "paperId", title_key = ${titleKey} as titled
    from paper_search where paper_id = any(array(select paper_id from candidate))
    order by
      (title_key = ${titleKey}) desc,
      (title_key like ${begun} and ${titleKey.length > SHORTEST_BEGINNING}) desc,
      (select sum(weight * ${PLACE}) from unit) + ${name === null ? sql`0` : nameScore(name)} desc,
      published_on desc, paper_id
    limit ${limit}`.execute(ctx.db);
  return rows;
}

/**
 * Papers whose title is nearly the query, nearest first: a typo or another word kept it from being found as
 * the whole title.
 */
export async function readNearTitles(
  ctx: SearchContext,
  wanted: Pick<Wanted, 'units' | 'query' | 'titleKey'>,
  filters: SearchFilters,
): Promise<LooseMatch[]> {
  const { rows } = await sql<LooseMatch>`
    with ${unitsOf(wanted)}, near as materialized (
      select paper_id, whole, similarity(title_key, ${wanted.titleKey}) as near, published_on
      from paper_search where title @@ ${wanted.query}::tsquery and ${filterOf(ctx.taxonomy, filters)}
    )
    select paper_id as "paperId",
      array(select place from unit where whole @@ query order by place) as has
    from near where near >= ${NEAR} order by near desc, published_on desc, paper_id limit ${NEAR_TITLES}`.execute(
    ctx.db,
  );
  return rows;
}

/** Newest papers that pass the filters, for a search without words. */
export async function readNewestPaperIds(
  ctx: SearchContext,
  filters: SearchFilters,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ paperId: string }>`
    select paper_id as "paperId" from paper_search where ${filterOf(ctx.taxonomy, filters)}
    order by published_on desc, paper_id limit ${limit}`.execute(ctx.db);
  return rows.map(({ paperId }) => paperId);
}

/** Common table of terms: place, query, name and weight. */
export function unitsOf({ units }: Pick<Wanted, 'units'>) {
  return sql`unit as materialized (
    select place::integer - 1 as place, query, name, weight
    from unnest(${units.map((unit) => unit.query)}::tsquery[], ${units.map((unit) => unit.name)}::tsquery[],
      ${units.map((unit) => unit.weight)}::float8[]) with ordinality as given (query, name, weight, place)
  )`;
}

/** Score of a term by its place. Williams in a name counts more than William, which has its stem. */
const PLACE = sql`case when title @@ query then 1 when people @@ name then 0.95
  when people @@ query then 0.8 else 0.3 end`;

/**
 * Above the score of any words. A single word counts as a name if at least a third of the papers with it have
 * an author of that last name ("Li", not "Long"); just after the index was rebuilt, which counts words again,
 * half of the papers still do. Other last names follow titles with exactly that word, and precede titles with
 * its stem.
 */
function nameScore({ exact, reordered, lastName }: NameForms): RawBuilder<unknown> {
  const isNamed = sql`people @@ ${nameQuery([exact])}`;
  if (lastName === null)
    return sql`case when ${isNamed} then 3 when people @@ ${nameQuery(reordered)} then 2 else 0 end`;
  const papersWith = (word: string) => sql`(select papers from search_words where word = ${word})`;
  return sql`case when ${isNamed} then case when 3 * ${papersWith(exact)} >= ${papersWith(lastName)} then 3 else 1 end
    when ${papersWith(exact)} > 0 and title @@ ${allLexemesQuery([lastName])}::tsquery then 2 else 0 end`;
}

function nameQuery(lexemes: readonly string[]): RawBuilder<unknown> {
  return sql`${lexemes.map((lexeme) => allLexemesQuery([lexeme])).join(' | ')}::tsquery`;
}

/** Condition that a row of paper_search passes the filters. */
export function filterOf(taxonomy: Pick<Taxonomy, 'version'>, { topic, from, to }: SearchFilters) {
  const parts = [
    ...(topic === null
      ? []
      : [
          sql`exists (select from topic_scores where topic_scores.paper_id = paper_search.paper_id
            and taxonomy_version = ${taxonomy.version} and topic_scores.topic = ${topic})`,
        ]),
    ...(from === null ? [] : [sql`published_on >= ${from}::date`]),
    ...(to === null ? [] : [sql`published_on <= ${to}::date`]),
  ];
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}
