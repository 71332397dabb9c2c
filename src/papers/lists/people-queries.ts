import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** Author or organization of a list of papers, by the key of its name (name-key.ts). */
export interface NamedBy {
  kind: 'author' | 'organization';
  key: string;
}

/**
 * Most papers of one name that are counted and listed. Some organizations have a fifth of all papers: counting
 * them takes 1.3 s among 100,000 papers.
 */
export const MOST_NAMED = 1_000;

/** Number of papers with this author or organization, without withdrawn ones; MOST_NAMED + 1 for more. */
export async function countPapersNaming(db: Db, name: NamedBy): Promise<number> {
  const { rows } = await sql<{ papers: number }>`
    select count(*)::integer as papers
    from (select from paper_search where ${isNamed(name)} limit ${MOST_NAMED + 1}) as named`.execute(db);
  return rows[0]?.papers ?? 0;
}

/** Ids of one page of these papers, newest first. */
export async function readPaperIdsNaming(
  db: Db,
  name: NamedBy,
  { offset, limit }: { offset: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select paper_id as id from paper_search where ${isNamed(name)}
    order by published_on desc, paper_id desc limit ${limit} offset ${offset}`.execute(db);
  return rows.map(({ id }) => id);
}

function isNamed({ kind, key }: NamedBy): RawBuilder<unknown> {
  return kind === 'author'
    ? sql`author_keys @> array[${key}]::text[]`
    : sql`organization_key = ${key} and organization_key <> ''`;
}
