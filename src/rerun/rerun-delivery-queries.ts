import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database>;

/** Of the editions of a day that still send: deliveries that are composed, and those that will be. */
export async function countComposed(db: Db, day: string): Promise<{ composed: number; planned: number }> {
  const { rows } = await sql<{ composed: number; planned: number }>`
    select count(*) filter (where digest is not null and deliveries.state <> 'excluded') as composed,
      count(*) filter (where digest is null and deliveries.state = 'planned') as planned
    from deliveries join editions on editions.id = edition_id
    where editions.day = ${day}`.execute(db);
  return rows[0] ?? { composed: 0, planned: 0 };
}

/** Of an edition: waiting deliveries that are due, and failures that some provider took, or may have taken, before. */
export async function countForDelivery(
  db: Db,
  edition: string,
  now: Date,
): Promise<{ due: number; takenBefore: number }> {
  const { rows } = await sql<{ due: number; takenBefore: number }>`
    select count(*) filter (where state = 'planned' and due_at <= ${now}) as due,
      count(*) filter (where state = 'failed' and exists (
        select from attempt_deliveries where delivery_id = deliveries.id and outcome in ('accepted', 'uncertain')
      )) as "takenBefore"
    from deliveries where edition_id = ${edition}`.execute(db);
  return rows[0] ?? { due: 0, takenBefore: 0 };
}

/** What became of the deliveries of a day that were asked for again at that moment: state → number. */
export async function countRetriedByState(db: Db, day: string, at: Date): Promise<Record<string, number>> {
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
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
