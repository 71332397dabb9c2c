import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** An edition's books as far as they can be wrong. */
export interface TotalsCheck {
  id: string;
  state: string;
  audience: number;
  rows: number;
  /** Deliveries that are not over although the edition is. */
  unfinished: number;
}

/** The books of each edition that is not finished, was finished since then, or is named. */
export async function readChecks(
  db: Kysely<Database>,
  finishedSince: Date,
  ids: readonly string[],
): Promise<TotalsCheck[]> {
  const { rows } = await sql<TotalsCheck>`
    select id, state, audience,
      (select count(*) from deliveries where edition_id = editions.id) as rows,
      case when finished_at is null then 0 else (
        select count(*) from deliveries
        where edition_id = editions.id and state in ('planned', 'sending', 'uncertain')
      ) end as unfinished
    from editions
    where finished_at is null or finished_at >= ${finishedSince} or id = any(${ids})
    order by id`.execute(db);
  return rows;
}

/** Which of these editions' deliveries were never planned: nothing was written, or only by halves. */
export async function readUnplanned(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('editions')
    .select('id')
    .where('id', 'in', ids)
    .where((eb) => eb.or([eb('planned_at', 'is not', null), eb('state', 'in', ['skipped', 'cancelled'])]))
    .execute();
  const planned = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !planned.has(id));
}
