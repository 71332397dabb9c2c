import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Every day that has a list with a paper to show (YYYY-MM-DD), newest first. */
export async function readListDays(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from daily_lists join papers on papers.id = daily_lists.paper_id
    where not withdrawn order by day desc`.execute(db);
  return rows.map(({ day }) => day);
}
