import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database>;

/** Counts the deliveries of open and paused editions by edition and state. */
export async function readOpenDeliveries(
  db: Db,
): Promise<{ edition: string; state: string; count: number }[]> {
  const { rows } = await sql<{ edition: string; state: string; count: number }>`
    select edition_id as edition, deliveries.state, count(*)::int as count
    from deliveries join editions on editions.id = edition_id
    where editions.state in ('open', 'paused')
    group by edition_id, deliveries.state order by 1, 2`.execute(db);
  return rows;
}
