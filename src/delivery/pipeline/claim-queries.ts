import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Cadence } from '../../subscribers/preferences/preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A delivery that a worker works on, with what of its subscriber and edition the mail needs. */
export interface Delivery {
  id: string;
  editionId: string;
  cadence: Cadence;
  day: string;
  subscriberId: string;
  /** Null when the subscriber was erased meanwhile. */
  address: string | null;
  subscriberState: string;
  leaveKey: string;
  sendAt: Date;
  /** From when lateness counts: the send hour, or the moment at which an operator asked for it again. */
  lateFrom: Date;
  /** When it may be tried; later than sendAt after somebody asked us to wait. */
  dueAt: Date;
  localDay: string;
  attempts: number;
  poolId: string | null;
  poolRevision: number | null;
  /** As stored; composition.ts parses it. Null until composed. */
  digest: unknown;
}

const deliveries = (db: Db) =>
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
      'subscribers.leave_key as leaveKey',
      'deliveries.send_at as sendAt',
      sql<Date>`coalesce(asked_again_at, send_at)`.as('lateFrom'),
      'deliveries.due_at as dueAt',
      'deliveries.local_day as localDay',
      'deliveries.attempts',
      'deliveries.pool_id as poolId',
      'deliveries.pool_revision as poolRevision',
      'deliveries.digest',
    ]);

const asDelivery = (row: Omit<Delivery, 'cadence'> & { cadence: string }): Delivery => ({
  ...row,
  cadence: row.cadence as Cadence,
});

/**
 * Locks up to `limit` due deliveries of one open edition, those waiting longest first. Rows in other workers' hands
 * are passed over (SKIP LOCKED), so any number of workers may ask at once.
 */
export async function lockDue(
  trx: Transaction<Database>,
  input: { now: Date; limit: number; day?: string | undefined },
): Promise<Delivery[]> {
  for (const edition of await readDueEditions(trx, input)) {
    const rows = await deliveries(trx)
      .select('most_together')
      .where('deliveries.edition_id', '=', edition)
      .where('deliveries.state', '=', 'planned')
      .where('due_at', '<=', input.now)
      .orderBy('due_at')
      .orderBy('deliveries.id')
      .limit(input.limit)
      .forUpdate('deliveries')
      .skipLocked()
      .execute();
    const batch = together(rows);
    if (batch.length > 0) return batch.map(asDelivery);
  }
  return [];
}

/** The open editions of which something is due, that which waits longest first. A paused one costs nothing, however much of it is due. */
async function readDueEditions(
  trx: Transaction<Database>,
  { now, day }: { now: Date; day?: string | undefined },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select editions.id from editions cross join lateral (
      select due_at from deliveries
      where edition_id = editions.id and state = 'planned' and due_at <= ${now} order by due_at limit 1
    ) as first
    where editions.state = 'open' and (${day ?? null}::date is null or editions.day = ${day ?? null}::date)
    order by first.due_at, editions.id`.execute(trx);
  return rows.map((row) => row.id);
}

/** Of rows in order, the first ones that may go in one batch: as the first one may, and those like it. */
function together<Row extends { most_together: number | null }>(rows: readonly Row[]): Row[] {
  const most = rows[0]?.most_together ?? null;
  const alike = rows.filter((row) => row.most_together === most);
  return most === null ? alike : alike.slice(0, most);
}

/**
 * Sends nothing to these, for that reason; their papers are free to be picked again. One that a provider took before, and that an
 * operator wanted sent once more, is accepted as it was: the books tell who got it.
 */
export async function excludeDeliveries(
  db: Db,
  ids: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update deliveries set ${excludedUnlessTaken(reason, now)}
    where id = any(${ids}::uuid[]) and state in ('planned', 'sending')`.execute(db);
  await freePapers(db, ids);
}

/**
 * What `update deliveries set` sets to exclude rows, each for itself. A row that counts as accepted keeps a digest, an empty one where its
 * person was erased since: the table demands one, and a row that breaks that would stop the claim of everybody behind it.
 */
export function excludedUnlessTaken(reason: string, now: Date) {
  return sql`(state, reason, settled_at, digest) = (
    select case when count(*) > 0 then 'accepted' else 'excluded' end,
      case when count(*) > 0 then 'not sent once more: ' else '' end || ${reason}::text,
      coalesce(max(attempt.settled_at), ${now}::timestamptz),
      case when count(*) > 0 then coalesce(deliveries.digest, '{}') else deliveries.digest end
    from attempt_deliveries join delivery_attempts as attempt on attempt.id = attempt_id
    where delivery_id = deliveries.id and outcome = 'accepted')`;
}

/** Lets the papers of these deliveries be picked again, except where an earlier attempt has, or may have, delivered them (rule 1). */
export async function freePapers(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from sent_papers where delivery_id = any(${ids}::uuid[]) and not exists (
      select from attempt_deliveries as attempt
      where attempt.delivery_id = sent_papers.delivery_id and outcome in ('accepted', 'uncertain')
    )`.execute(db);
}

/** Keeps what was composed for these deliveries; from now on their picks are fixed. */
export async function storeDigests(
  db: Db,
  pool: { poolId: string; revision: number },
  digests: readonly { deliveryId: string; composition: unknown }[],
): Promise<void> {
  if (digests.length === 0) return;
  await sql`
    update deliveries set pool_id = ${pool.poolId}, pool_revision = ${pool.revision}, digest = made.digest::jsonb
    from unnest(
      ${digests.map((each) => each.deliveryId)}::uuid[],
      ${digests.map((each) => JSON.stringify(each.composition))}::text[]
    ) as made (id, digest)
    where deliveries.id = made.id`.execute(db);
}

/** Lets deliveries wait until then, without a try being counted. */
export async function postpone(db: Db, ids: readonly string[], until: Date, reason: string): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('deliveries')
    .set({ due_at: until, reason })
    .where('id', 'in', ids)
    .where('state', '=', 'planned')
    .execute();
}

/** The deliveries of an attempt in the order of its batch, locked when inside a transaction that will write. */
export async function readAttemptDeliveries(db: Db, attemptId: string, lock = false): Promise<Delivery[]> {
  const rows = await deliveries(db)
    .innerJoin('attempt_deliveries', 'attempt_deliveries.delivery_id', 'deliveries.id')
    .where('attempt_deliveries.attempt_id', '=', attemptId)
    .where('attempt_deliveries.outcome', 'is', null)
    .orderBy('attempt_deliveries.position')
    .$if(lock, (query) => query.forUpdate('deliveries'))
    .execute();
  return rows.map(asDelivery);
}

/** sending → planned without a digest: nothing of it was sent, and it is composed anew. No try is counted. */
export async function composeAnew(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update deliveries set state = 'planned', digest = null, pool_id = null, pool_revision = null,
      attempts = attempts - 1, reason = 'composed anew without a paper'
    where id = any(${ids}::uuid[]) and state = 'sending'`.execute(db);
  await freePapers(db, ids);
}
