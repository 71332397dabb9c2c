import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database>;

/** How many deliveries of each edition that is not over are in which state. */
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

/** Mails that each of these providers took, or may have taken, since that moment; one that took none is not among them. */
export async function readTakenSince(
  db: Db,
  since: Date,
  providers: readonly string[],
): Promise<Map<string, number>> {
  if (providers.length === 0) return new Map();
  const { rows } = await sql<{ provider: string; count: number }>`
    select provider, sum(count)::int as count from (
      select provider, count(*) as count
      from attempt_deliveries join delivery_attempts as attempt on attempt.id = attempt_id
      where provider = any(${providers}) and settled_at >= ${since} and outcome in ('accepted', 'uncertain') group by provider
      union all
      select provider, count(*) from notifications
      where provider = any(${providers}) and settled_at >= ${since} and state in ('accepted', 'uncertain') group by provider
    ) as taken group by provider`.execute(db);
  return new Map(rows.map(({ provider, count }) => [provider, count]));
}
