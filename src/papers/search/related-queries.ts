import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import {
  filterOf,
  type LooseMatch,
  type SearchContext,
  type SearchFilters,
  unitsOf,
} from './search-queries.ts';
import type { SearchTerm } from './search-terms.ts';

type Db = Kysely<Database>;

/** A word in the title says more of a paper than one in its abstract. */
const TITLE_WEIGHT = 1.5;

/**
 * Papers with any of these terms, best first: each term counts by its rarity, again in the title (BM25 for
 * an index without positions, so without frequencies and lengths). Their number of papers decides the cost,
 * because each is read from the index term by term.
 */
export async function readRelatedCandidates(
  { db, taxonomy }: SearchContext,
  terms: readonly SearchTerm[],
  { filters, except, limit }: { filters: SearchFilters; except: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with term as materialized (
      select query, ln(1 + total / greatest(papers, 1)) as weight
      from unnest(${terms.map(({ query }) => query)}::tsquery[], ${terms.map(({ papers }) => papers)}::float8[])
          as given (query, papers),
        (select greatest(reltuples, 1000)::float8 as total from pg_class
          where oid = 'paper_search'::regclass) as size
    ), hit as (
      select paper_id, weight from term cross join lateral (
        select paper_id from paper_search where whole @@ query and ${filterOf(taxonomy, filters)}) as found
      union all
      select paper_id, weight * ${TITLE_WEIGHT}::float8 from term cross join lateral (
        select paper_id from paper_search where title @@ query and ${filterOf(taxonomy, filters)}) as found
    )
    select paper_id as id from hit where paper_id is distinct from ${except}::text
    group by paper_id order by sum(weight) desc, paper_id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Terms that each of these papers has. */
export async function readTermsOf(
  db: Db,
  ids: readonly string[],
  units: readonly SearchTerm[],
): Promise<LooseMatch[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<LooseMatch>`
    with ${unitsOf({ units })}
    select paper_id as "paperId", array(select place from unit where whole @@ query order by place) as has
    from unnest(${[...ids]}::text[]) with ordinality as wanted (id, at)
      cross join lateral (select paper_id, strip(whole) as whole from paper_search where paper_id = id) as paper
    order by at`.execute(db);
  return rows;
}

/** Title and abstract of a paper in the index; null if it is not there. */
export async function readTextOf(db: Db, id: string): Promise<{ title: string; abstract: string } | null> {
  const row = await db
    .selectFrom('papers')
    .innerJoin('paper_search', 'paper_search.paper_id', 'papers.id')
    .select((eb) => [
      'papers.title',
      eb.fn.coalesce('papers.abstract', 'papers.summary', eb.val('')).as('abstract'),
    ])
    .where('papers.id', '=', id)
    .executeTakeFirst();
  return row ? { title: row.title, abstract: row.abstract } : null;
}
