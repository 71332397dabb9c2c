import type { Kysely, Transaction } from 'kysely';
import { addDays } from '../day.ts';
import type { Database } from '../db/schema.ts';
import { type Edition, type EditionState, editionOpensAt, parseEditionId, poolOfEdition } from './edition.ts';

type Trx = Transaction<Database>;
type Db = Kysely<Database> | Trx;

/** Edition of an operation; its row is locked for the transaction. */
export interface LockedEdition {
  id: string;
  state: EditionState;
  reason: string | null;
}

/**
 * Inserts the edition's row if it is missing, locks it for the transaction, and returns whether it is open.
 */
export async function openEdition(trx: Trx, edition: Edition, now: Date): Promise<boolean> {
  return (await lockForPlanning(trx, edition, now)) === 'open';
}

/** Inserts the edition's row if it is missing, locks it for the transaction, and returns its state. */
export async function lockForPlanning(trx: Trx, edition: Edition, now: Date): Promise<EditionState> {
  await trx
    .insertInto('editions')
    .values({ ...edition, state: 'open', reason: null, opened_at: now, planned_at: null, finished_at: null })
    // On any conflict: of two concurrent inserts, one may meet the other's cadence and day before its id.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('editions')
    .select('state')
    .where('id', '=', edition.id)
    // FOR UPDATE would block every claim, because an attempt's foreign key refers to the edition.
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.state as EditionState;
}

/** True if deliveries of the edition were planned, whatever its state is now. */
export async function isPlanned(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('editions')
    .select('id')
    .where('id', '=', id)
    .where('planned_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Reopens a finished edition until its totals are closed again; returns false when it is not finished. */
export async function reopenFinished(trx: Trx, id: string): Promise<boolean> {
  const opened = await trx
    .updateTable('editions')
    .set({ state: 'open', finished_at: null })
    .where('id', '=', id)
    .where('state', '=', 'finished')
    .returning('id')
    .executeTakeFirst();
  return opened !== undefined;
}

/**
 * Moves an edition to another state with a reason; returns false when it was not in one of the `from` states.
 */
export async function moveEdition(
  db: Db,
  id: string,
  from: readonly EditionState[],
  to: EditionState,
  reason: string | null,
): Promise<boolean> {
  const moved = await db
    .updateTable('editions')
    .set({ state: to, reason })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/**
 * Records an edition as skipped because its day has passed; returns false when the edition already exists.
 */
export async function insertSkipped(db: Db, edition: Edition, reason: string, now: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('editions')
    .values({ ...edition, state: 'skipped', reason, opened_at: now, planned_at: null, finished_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/**
 * Locks an edition's row and returns it; undefined when it does not exist. Always lock it before its
 * deliveries.
 */
export async function lockEdition(trx: Trx, id: string): Promise<LockedEdition | undefined> {
  const row = await trx
    .selectFrom('editions')
    .select(['id', 'state', 'reason'])
    .where('id', '=', id)
    // Claims only refer to the edition and continue; starting a batch reads it FOR SHARE and waits.
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && { ...row, state: row.state as EditionState };
}

/** Sets the state of a locked edition. Opening it clears `finished_at`. */
export async function setEditionState(
  trx: Trx,
  id: string,
  state: EditionState,
  reason: string | null,
): Promise<void> {
  await trx
    .updateTable('editions')
    .set({ state, reason, ...(state === 'open' ? { finished_at: null } : {}) })
    .where('id', '=', id)
    .execute();
}

/**
 * Reads an edition's state FOR SHARE, so that a pause or cancellation waits for the writes of this
 * transaction and sees them. Call it before locking deliveries: every operation locks the edition first and
 * its deliveries second. `toMove` takes the stronger lock that a state change needs; two transactions that
 * both shared it first would deadlock.
 */
export async function readEditionState(trx: Trx, id: string, toMove = false): Promise<string> {
  const query = trx.selectFrom('editions').select('state').where('id', '=', id);
  const row = await (toMove ? query.forNoKeyUpdate() : query.forShare()).executeTakeFirst();
  return row?.state ?? 'cancelled';
}

/** Ids of the editions that may still send: open or paused. */
export async function readUnfinishedEditions(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('editions')
    .select('id')
    .where('state', 'in', ['open', 'paused'])
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Candidate pools of the editions that may still send. Editions that share a pool yield it more than once.
 */
export async function readOpenPools(trx: Trx): Promise<{ id: string; day: string; days: number }[]> {
  return (await readUnfinishedEditions(trx)).flatMap((id) => {
    const edition = parseEditionId(id);
    return edition ? [{ ...poolOfEdition(edition), day: edition.day }] : [];
  });
}

/** Ids among `ids` without planned deliveries: the row is missing, or planning stopped halfway. */
export async function readUnplanned(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('editions')
    .select('id')
    .where('id', 'in', ids)
    .where((eb) => eb.or([eb('planned_at', 'is not', null), eb('state', 'in', ['skipped', 'cancelled'])]))
    .execute();
  const planned = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !planned.has(id));
}

/** Distinct days of all editions from `from` (YYYY-MM-DD) on, in order. */
export async function readEditionDays(db: Db, from: string): Promise<string[]> {
  return [...new Set((await readEditionsFrom(db, from)).map(({ day }) => day))];
}

/** Editions of the days from `from` (YYYY-MM-DD) on, by day. */
export async function readEditionsFrom(db: Db, from: string): Promise<{ id: string; day: string }[]> {
  return db
    .selectFrom('editions')
    .select(['id', 'day'])
    .where('day', '>=', from)
    .orderBy('day')
    .orderBy('id')
    .execute();
}

/** Number of days directly before a day whose daily edition was skipped, or opened only after its window. */
export async function countMissedBefore(db: Db, day: string, most: number): Promise<number> {
  const rows = await db
    .selectFrom('editions')
    .select(['day', 'state', 'opened_at'])
    .where('cadence', '=', 'daily')
    .where('day', '>=', addDays(day, -most))
    .where('day', '<', day)
    .execute();
  const missed = new Set(
    rows.flatMap((row) =>
      row.state === 'skipped' || row.opened_at >= editionOpensAt(addDays(row.day, 1)) ? [row.day] : [],
    ),
  );
  let count = 0;
  while (count < most && missed.has(addDays(day, -count - 1))) count += 1;
  return count;
}

/** Day of the newest edition; null before the first one. */
export async function readNewestEditionDay(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('editions')
    .select('day')
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}
