import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** Author or organization of a list of papers, by the key of its name (name-key.ts). */
export interface NamedBy {
  kind: 'author' | 'organization';
  key: string;
}

/** Number of papers with this author or organization, without withdrawn ones. */
export async function countPapersNaming(db: Db, name: NamedBy): Promise<number> {
  const { rows } = await sql<{ papers: number }>`
    select count(*)::integer as papers from paper_search where ${isNamed(name)}`.execute(db);
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
