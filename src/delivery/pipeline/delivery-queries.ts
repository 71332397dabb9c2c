import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Cadence } from '../../subscribers/preferences/preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A delivery with the columns of its subscriber and edition that its email needs. */
export interface Delivery {
  id: string;
  editionId: string;
  cadence: Cadence;
  day: string;
  subscriberId: string;
  /** Null if the subscriber was erased meanwhile. */
  address: string | null;
  subscriberState: string;
  /** Local day on which a pause ends, YYYY-MM-DD; null without one. */
  pausedUntil: string | null;
  unsubscribeKey: string;
  sendAt: Date;
  /** Start of lateness: the send hour, or the time at which an operator rescheduled it. */
  lateFrom: Date;
  /** Time of the next attempt; later than sendAt after a provider deferred it. */
  dueAt: Date;
  localDay: string;
  attempts: number;
  poolId: string | null;
  poolRevision: number | null;
  /** As stored; parsed by composition.ts. Null until composed. */
  digest: unknown;
}

export const selectDeliveries = (db: Db) =>
  db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select([
      'deliveries.id',
      'edition_id as editionId',
      'editions.cadence',
      'editions.day',
      'subscriber_id as subscriberId',
      'subscribers.address',
      'subscribers.state as subscriberState',
      'subscribers.paused_until as pausedUntil',
      'subscribers.leave_key as unsubscribeKey',
      'deliveries.send_at as sendAt',
      sql<Date>`coalesce(asked_again_at, send_at)`.as('lateFrom'),
      'deliveries.due_at as dueAt',
      'deliveries.local_day as localDay',
      'deliveries.attempts',
      'deliveries.pool_id as poolId',
      'deliveries.pool_revision as poolRevision',
      'deliveries.digest',
    ]);

export const toDelivery = (row: Omit<Delivery, 'cadence'> & { cadence: string }): Delivery => ({
  ...row,
  cadence: row.cadence as Cadence,
});

/**
 * Skips these deliveries with a reason and releases their papers. A delivery that was accepted before, and
 * that an operator rescheduled, returns to accepted, so that the totals still count it.
 */
export async function skipDeliveries(
  db: Db,
  ids: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update deliveries set ${skippedUnlessAccepted(reason, now)}
    where id = any(${ids}::uuid[]) and state in ('planned', 'sending')`.execute(db);
  await releasePapers(db, ids);
}

/**
 * SET clause of `update deliveries` that skips rows, deciding for each separately. A row that counts as
 * accepted keeps a digest, or gets an empty one if its subscriber was erased since: the table requires one,
 * and a row that violates the constraint would block the claim of every delivery behind it.
 */
export function skippedUnlessAccepted(reason: string, now: Date) {
  return sql`(state, reason, settled_at, digest) = (
    select case when count(*) > 0 then 'accepted' else 'excluded' end,
      case when count(*) > 0 then 'not sent again: ' else '' end || ${reason}::text,
      coalesce(max(attempt.settled_at), ${now}::timestamptz),
      case when count(*) > 0 then coalesce(deliveries.digest, '{}') else deliveries.digest end
    from attempt_deliveries join delivery_attempts as attempt on attempt.id = attempt_id
    where delivery_id = deliveries.id and outcome = 'accepted')`;
}

/**
 * Releases the papers of these deliveries so that they can be picked again, except where an earlier attempt
 * delivered them or may have (rule 1).
 */
export async function releasePapers(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from sent_papers where delivery_id = any(${ids}::uuid[]) and not exists (
      select from attempt_deliveries as attempt
      where attempt.delivery_id = sent_papers.delivery_id and outcome in ('accepted', 'uncertain')
    )`.execute(db);
}

/** Deliveries of an attempt in the order of its batch. Pass `lock` in a transaction that writes them. */
export async function readAttemptDeliveries(db: Db, attemptId: string, lock = false): Promise<Delivery[]> {
  const rows = await selectDeliveries(db)
    .innerJoin('attempt_deliveries', 'attempt_deliveries.delivery_id', 'deliveries.id')
    .where('attempt_deliveries.attempt_id', '=', attemptId)
    .where('attempt_deliveries.outcome', 'is', null)
    .orderBy('attempt_deliveries.position')
    .$if(lock, (query) => query.forUpdate('deliveries'))
    .execute();
  return rows.map(toDelivery);
}

/**
 * sending → planned without a digest: nothing was sent, and it is composed again. The attempt does not count.
 */
export async function resetComposition(
  db: Db,
  ids: readonly string[],
  without: 'quarantined' | 'withdrawn',
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update deliveries set state = 'planned', digest = null, pool_id = null, pool_revision = null,
      attempts = attempts - 1, reason = ${`composed again without a ${without} paper`}
    where id = any(${ids}::uuid[]) and state = 'sending'`.execute(db);
  await releasePapers(db, ids);
}

/**
 * Finishes every planned edition without scheduled, sending or uncertain deliveries that has as many rows as
 * its audience, and returns the ids of those it moved to finished. A canceled edition stays canceled. Its row
 * is locked first: an edition that is being planned is passed over, and the counts are read after the lock.
 */
export async function finishEditions(db: Kysely<Database>, now: Date): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const candidates = await trx
      .selectFrom('editions')
      .select('id')
      .where('state', 'in', ['open', 'cancelled'])
      .where('planned_at', 'is not', null)
      .where('finished_at', 'is', null)
      .forNoKeyUpdate()
      .skipLocked()
      .execute();
    if (candidates.length === 0) return [];
    const { rows } = await sql<{ id: string; state: string }>`
      update editions set finished_at = ${now}, state = case state when 'open' then 'finished' else state end
      where id = any(${candidates.map((row) => row.id)})
        -- With AND, PostgreSQL counts a whole edition each time while it is sent; with EXISTS, it may hash all
        -- scheduled rows first.
        and case
          when (select true from deliveries where edition_id = editions.id and state = 'planned' limit 1)
          then false
          when (select true from deliveries
            where edition_id = editions.id and state in ('sending', 'uncertain') limit 1) then false
          else audience = (select count(*) from deliveries where edition_id = editions.id) end
      returning id, state`.execute(trx);
    return rows.filter((row) => row.state === 'finished').map((row) => row.id);
  });
}

/**
 * Returns true if an open edition of that day has deliveries due before that time that are not composed yet.
 */
export async function hasUncomposedDeliveries(db: Db, day: string, before: Date): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .select('deliveries.id')
    .where('editions.day', '=', day)
    .where('editions.state', '=', 'open')
    .where(sql<boolean>`deliveries.state = 'planned'`)
    .where('deliveries.digest', 'is', null)
    .where('deliveries.due_at', '<', before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
