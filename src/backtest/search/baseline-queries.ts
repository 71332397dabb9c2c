import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** Creates the index of the baseline in a temporary library. */
export async function createBaseline(db: Db): Promise<void> {
  await sql`
    create table plain_search as
    select id, setweight(to_tsvector('english', title), 'A')
      || setweight(to_tsvector('english', coalesce(abstract, '')), 'B')
      || setweight(to_tsvector('english', array_to_string(
        array(select jsonb_array_elements_text(authors)), ', ')), 'C') as words
    from papers`.execute(db);
  await sql`create index on plain_search using gin (words)`.execute(db);
}

/** The search of PostgreSQL as its manual shows it: papers with all words, by `ts_rank`. */
export async function readAllWordsByRank(db: Db, query: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from plain_search, plainto_tsquery('english', ${query}) as query
    where words @@ query order by ts_rank(words, query) desc, id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
