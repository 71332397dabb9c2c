import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Sign-ups and departures of one day. */
export interface GrowthDay {
  /** YYYY-MM-DD in UTC. */
  day: string;
  confirmed: number;
  left: number;
}

/** Number of active subscribers. */
export async function countActive(db: Kysely<Database>): Promise<number> {
  const { count } = await db
    .selectFrom('subscribers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Counts confirmations and departures by day, from `from` to `to` (YYYY-MM-DD, inclusive). A departure is an
 * unsubscribe, a suppression, or the erasure of a subscriber who had at least one delivery: a sign-up that
 * was never confirmed cannot be lost. The confirmation date of an erased subscriber is not known any more.
 */
export async function readGrowth(db: Kysely<Database>, from: string, to: string): Promise<GrowthDay[]> {
  const { rows } = await sql<GrowthDay>`
    with came as (
      select (confirmed_at at time zone 'UTC')::date as day, count(*) as count
      from subscribers where confirmed_at >= (${from}::timestamp at time zone 'UTC') group by 1
    ), went as (
      select (state_changed_at at time zone 'UTC')::date as day, count(*) as count
      from subscribers where state_changed_at >= (${from}::timestamp at time zone 'UTC')
        and (state in ('unsubscribed', 'suppressed')
          or state = 'erased' and exists (select from deliveries where subscriber_id = subscribers.id))
      group by 1
    )
    select each.day::date as day, coalesce(came.count, 0) as confirmed, coalesce(went.count, 0) as left
    from generate_series(${from}::date, ${to}::date, interval '1 day') as each (day)
      left join came on came.day = each.day::date left join went on went.day = each.day::date
    order by each.day`.execute(db);
  return rows;
}
