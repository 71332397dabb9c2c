import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { DeliveryState } from '../delivery/pipeline/delivery.ts';

type Db = Kysely<Database>;

/** Counts the deliveries of a day that are composed, and those still to be composed. */
export async function countComposed(db: Db, day: string): Promise<{ composed: number; planned: number }> {
  const { rows } = await sql<{ composed: number; planned: number }>`
    select count(*) filter (where digest is not null and deliveries.state <> 'excluded') as composed,
      count(*) filter (where digest is null and deliveries.state = 'planned') as planned
    from deliveries join editions on editions.id = edition_id
    where editions.day = ${day}`.execute(db);
  return rows[0] ?? { composed: 0, planned: 0 };
}

/**
 * Counts an edition's scheduled deliveries that are due, and its failed ones that a provider accepted before,
 * or may have.
 */
export async function countForDelivery(
  db: Db,
  edition: string,
  now: Date,
): Promise<{ due: number; acceptedBefore: number }> {
  const { rows } = await sql<{ due: number; acceptedBefore: number }>`
    select count(*) filter (where state = 'planned' and due_at <= ${now}) as due,
      count(*) filter (where state = 'failed' and exists (
        select from attempt_deliveries
        where delivery_id = deliveries.id and outcome in ('accepted', 'uncertain')
      )) as "acceptedBefore"
    from deliveries where edition_id = ${edition}`.execute(db);
  return rows[0] ?? { due: 0, acceptedBefore: 0 };
}

/** Counts the deliveries of a day that were put back for a retry at that moment, by state. */
export async function countRetriedByState(
  db: Db,
  day: string,
  at: Date,
): Promise<{ state: DeliveryState; count: number }[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'edition_id')
    .select('deliveries.state')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('editions.day', '=', day)
    .where('asked_again_at', '=', at)
    .groupBy('deliveries.state')
    .orderBy('deliveries.state')
    .execute();
  return rows.map(({ state, count }) => ({ state: state as DeliveryState, count }));
}
