import { type Kysely, sql } from 'kysely';
import type { SignalName } from '../../../config/signals.ts';
import { TAXONOMY_VERSION } from '../../../config/topics/taxonomy.ts';
import type { Database } from '../../db/schema.ts';
import { allTermsQuery, atLeastQuery, type SearchTerm, termWeight } from '../search/search-terms.ts';
import { type ListedPaper, readListedPapers } from './list-queries.ts';

type Db = Kysely<Database>;

/** Everything a paper's page shows. */
export interface PaperDetail extends ListedPaper {
  withdrawn: boolean;
  comment: string | null;
  categories: string[];
  /** Newest version named by any source, or null. */
  latestVersion: number | null;
  /** Date of each version, by number, where a source gives it. */
  versionDates: Record<number, string>;
  /** Days with the paper on a list, oldest first. */
  listDays: string[];
}

/** One reading of one signal. */
export interface SignalPoint {
  signal: SignalName;
  at: Date;
  value: number;
}

/** Reads a paper by its base id; null if it is not stored. */
export async function readPaperDetail(db: Db, id: string): Promise<PaperDetail | null> {
  const [[listed], { rows }] = await Promise.all([
    readListedPapers(db, [id]),
    sql<Omit<PaperDetail, keyof ListedPaper>>`
    select withdrawn, comment, categories, latest_version as "latestVersion",
      coalesce((select jsonb_object_agg(version, dated) from (
        select version, max(coalesce(
          record ->> 'updatedAt', case when version = 1 then record ->> 'publishedAt' end)) as dated
        from paper_records where paper_id = papers.id and version > 0 group by version
      ) as known where dated is not null), '{}') as "versionDates",
      coalesce((
        select jsonb_agg(distinct day order by day) from daily_lists where paper_id = papers.id
      ), '[]') as "listDays"
    from papers where id = ${id}`.execute(db),
  ]);
  const [rest] = rows;
  return listed && rest ? { ...listed, ...rest } : null;
}

/** All readings of a paper, oldest first. Of several sources at one moment the largest counts. */
export async function readSignalPoints(db: Db, id: string): Promise<SignalPoint[]> {
  const { rows } = await sql<SignalPoint>`
    select signal, observed_at as at, max(value) as value from signal_snapshots
    where paper_id = ${id} group by signal, observed_at order by observed_at, signal limit 5000`.execute(db);
  return rows;
}

const SIMILAR = 5;
/** Number of title words to search for, rarest first. */
const DISTINCTIVE_WORDS = 8;
const LOOKED_AT = 150;

/**
 * Ids of at most five similar papers: they contain at least two of the rarest words of the title, and rank by
 * the weight of those words, above all in the title, and by shared topics.
 */
export async function readSimilarPaperIds(db: Db, id: string): Promise<string[]> {
  const words = await readTitleWords(db, id);
  if (words.length === 0) return [];
  const units = words.map(
    ({ stem, papers }): SearchTerm => ({
      typed: stem,
      query: `'${stem}'`,
      name: '',
      weight: termWeight(papers),
    }),
  );
  const query = units.length > 2 ? atLeastQuery(units, 2) : allTermsQuery(units);
  const { rows } = await sql<{ id: string }>`
    with own as (
      select array_agg(topic) as topics from topic_scores
      where paper_id = ${id} and taxonomy_version = ${TAXONOMY_VERSION}
    ), unit as materialized (
      select query, weight from unnest(${units.map((unit) => unit.query)}::tsquery[],
        ${units.map((unit) => unit.weight)}::float8[]) as given (query, weight)
    ), candidate as materialized (
      select paper_id, published_on, title, strip(whole) as whole from paper_search
      where whole @@ ${query}::tsquery and paper_id <> ${id}
      order by published_on desc, paper_id limit ${LOOKED_AT}
    )
    select paper_id as id from candidate
    order by
      (select sum(weight * case when title @@ query then 1 else 0.4 end) from unit where whole @@ query)
      * (1 + 0.3 * (select count(*) from topic_scores, own where topic_scores.paper_id = candidate.paper_id
        and taxonomy_version = ${TAXONOMY_VERSION} and topic_scores.topic = any(own.topics))) desc,
      published_on desc, paper_id
    limit ${SIMILAR}`.execute(db);
  return rows.map((row) => row.id);
}

/** Stems of a paper's title that occur in other papers too, rarest first. */
async function readTitleWords(db: Db, id: string): Promise<{ stem: string; papers: number }[]> {
  const { rows } = await sql<{ stem: string; papers: number }>`
    select stem, sum(papers)::integer as papers from search_words
    where stem <> ''
      and stem = any((select tsvector_to_array(title) from paper_search where paper_id = ${id})::text[])
    group by stem having sum(papers) > 1 order by papers, stem limit ${DISTINCTIVE_WORDS}`.execute(db);
  return rows;
}
