import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { EditionState } from '../../editions/edition.ts';
import { type DeliveryTotals, toTotals } from './totals.ts';

type Db = Kysely<Database> | Transaction<Database>;

export interface EditionTotals extends DeliveryTotals {
  id: string;
  cadence: string;
  day: string;
  state: EditionState;
  reason: string | null;
}

/** Reads the totals of each edition of a day, ordered by cadence. */
export async function readTotals(db: Db, day: string): Promise<EditionTotals[]> {
  const editions = await db
    .selectFrom('editions')
    .selectAll()
    .where('day', '=', day)
    .orderBy('cadence')
    .execute();
  const counts = await db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .select(['edition_id', 'deliveries.state', 'deliveries.reason'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('editions.day', '=', day)
    .groupBy(['edition_id', 'deliveries.state', 'deliveries.reason'])
    .execute();
  return editions.map((edition) => ({
    id: edition.id,
    cadence: edition.cadence,
    day: edition.day,
    state: edition.state as EditionState,
    reason: edition.reason,
    ...toTotals(
      edition.audience,
      counts.filter((row) => row.edition_id === edition.id),
    ),
  }));
}

/** Figures of an edition that must agree. */
export interface TotalsCheck {
  id: string;
  state: EditionState;
  audience: number;
  rows: number;
  /** Open deliveries of a finished edition. */
  unfinished: number;
}

/** Reads the figures of each edition that is unfinished, finished since `finishedSince`, or in `ids`. */
export async function readTotalsChecks(
  db: Kysely<Database>,
  finishedSince: Date,
  ids: readonly string[],
): Promise<TotalsCheck[]> {
  const { rows } = await sql<TotalsCheck>`
    select id, state, audience,
      (select count(*) from deliveries where edition_id = editions.id) as rows,
      case when finished_at is null then 0 else (
        select count(*) from (
          select from deliveries where edition_id = editions.id and state = 'planned'
          union all
          select from deliveries where edition_id = editions.id and state in ('sending', 'uncertain')
        ) as open) end as unfinished
    from editions
    where finished_at is null or finished_at >= ${finishedSince} or id = any(${ids})
    order by id`.execute(db);
  return rows;
}
