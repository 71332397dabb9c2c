import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Cadence } from '../subscribers/preference.ts';

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
  const first = await trx
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .select('edition_id')
    .where('deliveries.state', '=', 'planned')
    .where('editions.state', '=', 'open')
    .where('due_at', '<=', input.now)
    .$if(input.day !== undefined, (query) => query.where('editions.day', '=', input.day ?? ''))
    .orderBy('due_at')
    .limit(1)
    .forUpdate('deliveries')
    .skipLocked()
    .executeTakeFirst();
  if (!first) return [];
  const rows = await deliveries(trx)
    .where('deliveries.edition_id', '=', first.edition_id)
    .where('deliveries.state', '=', 'planned')
    .where('due_at', '<=', input.now)
    .orderBy('due_at')
    .orderBy('deliveries.id')
    .limit(input.limit)
    .forUpdate('deliveries')
    .skipLocked()
    .execute();
  return rows.map(asDelivery);
}

/** Sends nothing to these, for that reason; their papers are free to be picked again. */
export async function excludeDeliveries(
  db: Db,
  ids: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('deliveries')
    .set({ state: 'excluded', reason, settled_at: now })
    .where('id', 'in', ids)
    .where('state', 'in', ['planned', 'sending'])
    .execute();
  await db.deleteFrom('sent_papers').where('delivery_id', 'in', ids).execute();
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

export interface Attempt {
  id: string;
  editionId: string;
  provider: string;
  idempotencyKey: string;
  payloadHash: string | null;
  mailDate: Date;
  state: string;
  startedAt: Date | null;
  replays: number;
}

/** Claims deliveries for an attempt: it is written down, with its key, before anything is rendered. */
export async function insertClaim(
  trx: Transaction<Database>,
  claim: {
    id: string;
    editionId: string;
    provider: string;
    idempotencyKey: string;
    leasedUntil: Date;
    now: Date;
  },
  ids: readonly string[],
): Promise<void> {
  await trx
    .insertInto('delivery_attempts')
    .values({
      id: claim.id,
      edition_id: claim.editionId,
      provider: claim.provider,
      idempotency_key: claim.idempotencyKey,
      payload_hash: null,
      mail_date: claim.now,
      state: 'claimed',
      leased_until: claim.leasedUntil,
      claimed_at: claim.now,
      started_at: null,
      settled_at: null,
      reason: null,
    })
    .execute();
  await trx
    .insertInto('attempt_deliveries')
    .values(
      ids.map((delivery_id, position) => ({
        attempt_id: claim.id,
        delivery_id,
        position,
        outcome: null,
        provider_id: null,
        reason: null,
      })),
    )
    .execute();
  await trx
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'sending',
      reason: null,
      provider: claim.provider,
      attempts: eb('attempts', '+', 1),
    }))
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

/** The state of an edition, read for share so that a pause waits for the batch that is about to start. */
export async function readEditionState(trx: Transaction<Database>, id: string): Promise<string> {
  const row = await trx
    .selectFrom('editions')
    .select('state')
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();
  return row?.state ?? 'cancelled';
}

/** Takes deliveries out of an attempt that has not started; a note of why stays in its row. */
export async function leaveOut(
  trx: Transaction<Database>,
  attemptId: string,
  ids: readonly string[],
  why: string,
) {
  if (ids.length === 0) return;
  await trx
    .updateTable('attempt_deliveries')
    .set({ outcome: 'left-out', reason: why })
    .where('attempt_id', '=', attemptId)
    .where('delivery_id', 'in', ids)
    .execute();
}

/** claimed → started with the payload's hash, just before the provider is called; false when the claim was lost. */
export async function startAttempt(
  trx: Transaction<Database>,
  attemptId: string,
  payloadHash: string,
  leasedUntil: Date,
  now: Date,
): Promise<boolean> {
  const started = await trx
    .updateTable('delivery_attempts')
    .set({ state: 'started', payload_hash: payloadHash, started_at: now, leased_until: leasedUntil })
    .where('id', '=', attemptId)
    .where('state', '=', 'claimed')
    .returning('id')
    .executeTakeFirst();
  return started !== undefined;
}

/** claimed → released: no provider was called, the deliveries go back to planned. False when it was started. */
export async function releaseAttempt(
  db: Kysely<Database>,
  attemptId: string,
  reason: string,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const released = await trx
      .updateTable('delivery_attempts')
      .set({ state: 'released', reason })
      .where('id', '=', attemptId)
      .where('state', '=', 'claimed')
      .returning('id')
      .executeTakeFirst();
    if (!released) return false;
    await sql`
      update deliveries set state = 'planned', attempts = attempts - 1
      where state = 'sending' and id in (
        select delivery_id from attempt_deliveries where attempt_id = ${attemptId} and outcome is null
      )`.execute(trx);
    return true;
  });
}

/** Keeps an attempt in its worker's hands; the sweep leaves it alone until then. */
export async function extendLease(db: Db, attemptId: string, leasedUntil: Date): Promise<void> {
  await db
    .updateTable('delivery_attempts')
    .set({ leased_until: leasedUntil })
    .where('id', '=', attemptId)
    .where('state', 'in', ['claimed', 'started'])
    .execute();
}

/** Attempts whose worker has not been heard of: their lease ran out and no outcome is recorded. */
export async function readAbandoned(db: Db, now: Date): Promise<Attempt[]> {
  const rows = await db
    .selectFrom('delivery_attempts')
    .selectAll()
    .where('state', 'in', ['claimed', 'started'])
    .where('leased_until', '<', now)
    .orderBy('claimed_at')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    editionId: row.edition_id,
    provider: row.provider,
    idempotencyKey: row.idempotency_key,
    payloadHash: row.payload_hash,
    mailDate: row.mail_date,
    state: row.state,
    startedAt: row.started_at,
    replays: row.replays,
  }));
}

/** Takes an abandoned attempt for a replay; false when another worker took it or its own came back. */
export async function takeForReplay(
  db: Db,
  attempt: Attempt,
  leasedUntil: Date,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('delivery_attempts')
    .set((eb) => ({ replays: eb('replays', '+', 1), leased_until: leasedUntil }))
    .where('id', '=', attempt.id)
    .where('state', '=', 'started')
    .where('leased_until', '<', now)
    .where('replays', '=', attempt.replays)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** What is written down of one delivery when its attempt is over. */
export interface Outcome {
  deliveryId: string;
  state: 'planned' | 'accepted' | 'failed' | 'uncertain';
  outcome: string;
  reason: string | null;
  providerId: string | null;
  dueAt: Date | null;
}

/**
 * Records the outcomes and closes the attempt (or, `partly`, leaves it open for the rest of its batch). A worker that was given up for dead and comes back late
 * may still turn its uncertain deliveries into what it knows; nothing else is overwritten.
 */
export async function settleAttempt(
  trx: Transaction<Database>,
  attemptId: string,
  outcomes: readonly Outcome[],
  now: Date,
  part: 'whole' | 'partly' = 'whole',
): Promise<void> {
  const uncertain = outcomes.some((each) => each.state === 'uncertain');
  if (part === 'whole') {
    await trx
      .updateTable('delivery_attempts')
      .set({ state: uncertain ? 'uncertain' : 'settled', settled_at: now })
      .where('id', '=', attemptId)
      .where('state', 'in', ['started', 'uncertain'])
      .execute();
  }
  await sql`
    with outcome as (${outcomeRows(outcomes)}), noted as (
      update attempt_deliveries as attempt
      set outcome = outcome.outcome, provider_id = outcome.provider_id, reason = outcome.reason
      from outcome where attempt.attempt_id = ${attemptId} and attempt.delivery_id = outcome.delivery_id
    )
    update deliveries as delivery set
      state = outcome.state, reason = outcome.reason, provider_id = outcome.provider_id,
      settled_at = case when outcome.state in ('planned', 'uncertain') then null else ${now}::timestamptz end,
      due_at = coalesce(outcome.due_at, delivery.due_at)
    from outcome
    where delivery.id = outcome.delivery_id
      and (delivery.state = 'sending' or (delivery.state = 'uncertain' and outcome.state <> 'planned'))`.execute(
    trx,
  );
  const failed = outcomes.filter((each) => each.state === 'failed').map((each) => each.deliveryId);
  // What was refused for good was not received: its papers may come in another digest.
  if (failed.length > 0) await trx.deleteFrom('sent_papers').where('delivery_id', 'in', failed).execute();
}

/** The outcomes as rows of one query: a batch of a hundred is two statements instead of two hundred. */
function outcomeRows(outcomes: readonly Outcome[]): RawBuilder<unknown> {
  return sql`
    select * from unnest(
      ${outcomes.map((each) => each.deliveryId)}::uuid[], ${outcomes.map((each) => each.state)}::text[],
      ${outcomes.map((each) => each.outcome)}::text[], ${outcomes.map((each) => each.reason)}::text[],
      ${outcomes.map((each) => each.providerId)}::text[], ${outcomes.map((each) => each.dueAt)}::timestamptz[]
    ) as row (delivery_id, state, outcome, reason, provider_id, due_at)`;
}
