import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Days (YYYY-MM-DD) with a list that has a paper to show, newest first. */
export async function readPublicListDays(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from daily_lists join papers on papers.id = daily_lists.paper_id
    where not withdrawn order by day desc`.execute(db);
  return rows.map(({ day }) => day);
}

/** Number of papers with an indexable page: all but withdrawn ones. */
export async function countPublicPapers(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('papers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('withdrawn', '=', false)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** One page of ids of public papers, in a stable order. */
export async function readPublicPaperIds(
  db: Kysely<Database>,
  offset: number,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('papers')
    .select('id')
    .where('withdrawn', '=', false)
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
