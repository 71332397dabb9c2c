import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/**
 * The places of these papers in the newest of those pools (their ids end with their day) that was ever ranked: within that
 * topic, or among all papers where it is ''. Papers that were no candidates have none.
 */
export async function readRanks(
  db: Kysely<Database>,
  poolIds: readonly string[],
  topic: string,
  paperIds: readonly string[],
): Promise<Map<string, number>> {
  if (paperIds.length === 0 || poolIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; rank: number }>`
    with newest as (
      select pool_id, revision from pool_revisions where pool_id = any(${[...poolIds]}::text[])
      order by pool_id desc, revision desc limit 1
    )
    select paper_id as id, (standing ->> 'rank')::integer as rank
    from newest join pool_papers using (pool_id, revision), jsonb_array_elements(scores -> 'topics') as standing
    where paper_id = any(${[...paperIds]}::text[]) and standing ->> 'topic' = ${topic}`.execute(db);
  return new Map(rows.map((row) => [row.id, row.rank]));
}
