import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { readEditionState } from '../../editions/edition-queries.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { ATTEMPT_MOVES, type AttemptState } from './attempt.ts';
import { releasePapers, skipDeliveries } from './delivery-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

export interface Attempt {
  id: string;
  editionId: string;
  provider: string;
  idempotencyKey: string;
  payloadHash: string | null;
  emailDate: Date;
  state: AttemptState;
  startedAt: Date | null;
  replays: number;
}

/**
 * Claims deliveries, locked as scheduled, for one or more attempts, which are stored with their idempotency
 * keys before anything is rendered.
 */
export async function insertClaim(
  trx: Transaction<Database>,
  claim: { editionId: string; provider: string; leasedUntil: Date; now: Date },
  attempts: readonly { id: string; idempotencyKey: string; deliveryIds: readonly string[] }[],
): Promise<void> {
  await trx
    .insertInto('delivery_attempts')
    .values(
      attempts.map(({ id, idempotencyKey }) => ({
        id,
        edition_id: claim.editionId,
        provider: claim.provider,
        idempotency_key: idempotencyKey,
        payload_hash: null,
        mail_date: claim.now,
        state: 'claimed',
        leased_until: claim.leasedUntil,
        claimed_at: claim.now,
        started_at: null,
        settled_at: null,
        reason: null,
      })),
    )
    .execute();
  await trx
    .insertInto('attempt_deliveries')
    .values(
      attempts.flatMap(({ id, deliveryIds }) =>
        deliveryIds.map((delivery_id, position) => ({
          attempt_id: id,
          delivery_id,
          position,
          outcome: null,
          provider_id: null,
          reason: null,
        })),
      ),
    )
    .execute();
  const ids = attempts.flatMap(({ deliveryIds }) => deliveryIds);
  await trx
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'sending',
      reason: null,
      provider: claim.provider,
      attempts: eb('attempts', '+', 1),
    }))
    // By id alone: the caller has locked them as scheduled. With `state = 'planned'` as well, PostgreSQL reads
    // all that are scheduled when its statistics are older than the edition.
    .where('id', 'in', ids)
    .execute();
}

/** Removes deliveries from an attempt that has not started. Their rows stay, with the reason. */
export async function removeFromAttempt(
  trx: Transaction<Database>,
  attemptId: string,
  ids: readonly string[],
  reason: string,
) {
  if (ids.length === 0) return;
  await trx
    .updateTable('attempt_deliveries')
    .set({ outcome: 'left-out', reason })
    .where('attempt_id', '=', attemptId)
    .where('delivery_id', 'in', ids)
    .execute();
}

/**
 * Locks an attempt that is still claimed and returns its edition's id; null if it was released or started
 * meanwhile.
 */
export async function lockClaim(trx: Transaction<Database>, attemptId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('delivery_attempts')
    .select('edition_id')
    .where('id', '=', attemptId)
    .where('state', '=', 'claimed')
    .forUpdate()
    .executeTakeFirst();
  return row?.edition_id ?? null;
}

/**
 * claimed → started, with the payload hash, just before the provider is called. Needs the lock of lockClaim.
 */
export async function startAttempt(
  trx: Transaction<Database>,
  attemptId: string,
  payloadHash: string,
  leasedUntil: Date,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('delivery_attempts')
    .set({ state: 'started', payload_hash: payloadHash, started_at: now, leased_until: leasedUntil })
    .where('id', '=', attemptId)
    .execute();
}

/**
 * claimed → released: no provider was called. The deliveries return to planned, or are skipped if their
 * edition was canceled meanwhile. Returns false if the attempt had already started.
 */
export async function releaseAttempt(
  db: Kysely<Database>,
  attemptId: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const released = await trx
      .updateTable('delivery_attempts')
      .set({ state: 'released', reason })
      .where('id', '=', attemptId)
      .where('state', 'in', statesBefore(ATTEMPT_MOVES, 'released', 'worker'))
      .returning('edition_id')
      .executeTakeFirst();
    if (!released) return false;
    const edition = await readEditionState(trx, released.edition_id);
    const { rows } = await sql<{ id: string }>`
      update deliveries set state = 'planned', attempts = attempts - 1
      where state = 'sending' and id in (
        select delivery_id from attempt_deliveries where attempt_id = ${attemptId} and outcome is null
      ) returning id`.execute(trx);
    if (edition === 'cancelled') {
      const ids = rows.map((row) => row.id);
      await skipDeliveries(trx, ids, 'cancelled', now);
    }
    return true;
  });
}

/** Time at which an attempt was stored as started, before its first call. */
export async function readAttemptStart(db: Db, attemptId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('delivery_attempts')
    .select('started_at')
    .where('id', '=', attemptId)
    .executeTakeFirst();
  return row?.started_at ?? null;
}

/** Extends an attempt's lease, until which the sweep does not touch it. */
export async function extendLease(db: Db, attemptId: string, leasedUntil: Date): Promise<void> {
  await extendLeases(db, [attemptId], leasedUntil);
}

/** Like extendLease, for several attempts. */
export async function extendLeases(db: Db, ids: readonly string[], leasedUntil: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('delivery_attempts')
    .set({ leased_until: leasedUntil })
    .where('id', 'in', ids)
    .where('state', 'in', ['claimed', 'started'])
    .execute();
}

/**
 * Reads attempts with an expired lease and no outcome. Started attempts of a paused edition are excluded:
 * they are not replayed before it is resumed, and would fill the limit that others need.
 */
export async function readAbandonedAttempts(db: Db, now: Date): Promise<Attempt[]> {
  const rows = await db
    .selectFrom('delivery_attempts')
    .selectAll()
    // No parameters: a prepared statement could not use the partial index of open attempts.
    .where(sql<boolean>`state in ('claimed', 'started')`)
    .where('leased_until', '<', now)
    .where(
      sql<boolean>`(state = 'claimed' or not exists (
        select from editions where editions.id = edition_id and editions.state = 'paused'))`,
    )
    .orderBy('claimed_at')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    editionId: row.edition_id,
    provider: row.provider,
    idempotencyKey: row.idempotency_key,
    payloadHash: row.payload_hash,
    emailDate: row.mail_date,
    state: row.state as AttemptState,
    startedAt: row.started_at,
    replays: row.replays,
  }));
}

/** Takes over an abandoned attempt for a replay; false if another worker took it or its own one returned. */
export async function claimForReplay(
  db: Db,
  attempt: Attempt,
  leasedUntil: Date,
  now: Date,
): Promise<boolean> {
  const claimed = await db
    .updateTable('delivery_attempts')
    .set((eb) => ({ replays: eb('replays', '+', 1), leased_until: leasedUntil }))
    .where('id', '=', attempt.id)
    .where('state', '=', 'started')
    .where('leased_until', '<', now)
    .where('replays', '=', attempt.replays)
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Outcome of one delivery, as stored when its attempt ends. */
export interface DeliveryOutcome {
  deliveryId: string;
  state: 'planned' | 'accepted' | 'failed' | 'uncertain';
  outcome: string;
  reason: string | null;
  providerId: string | null;
  dueAt: Date | null;
  /** False if the failure was not about this email, so that the attempt does not count against it. */
  countsAsAttempt: boolean;
  /** Set if the delivery may continue only in a smaller batch. */
  maxBatchSize: number | null;
}

/**
 * Records the outcomes and closes the attempt in one transaction. Only the latest caller of the provider may
 * do so, identified by its `replays` number. Returns false, recording nothing, for a worker that lost its
 * lease and the attempt to a replay by another one.
 */
export async function settleAttempt(
  trx: Transaction<Database>,
  attemptId: string,
  replays: number,
  outcomes: readonly DeliveryOutcome[],
  now: Date,
): Promise<boolean> {
  const state = outcomes.some((outcome) => outcome.state === 'uncertain') ? 'uncertain' : 'settled';
  const maybeAccepted = outcomes.filter(({ state }) => state === 'accepted' || state === 'uncertain').length;
  const settled = await trx
    .updateTable('delivery_attempts')
    .set({ state, settled_at: now, maybe_taken: maybeAccepted })
    .where('id', '=', attemptId)
    .where('state', 'in', statesBefore(ATTEMPT_MOVES, state, 'worker'))
    .where('replays', '=', replays)
    .returning('id')
    .executeTakeFirst();
  if (!settled) return false;
  await storeOutcomes(trx, attemptId, outcomes, now);
  return true;
}

/** Fails deliveries of a locked claim: their email can't be rendered, so nothing was sent. */
export async function failDeliveries(
  trx: Transaction<Database>,
  attemptId: string,
  outcomes: readonly DeliveryOutcome[],
  now: Date,
): Promise<void> {
  if (outcomes.length > 0) await storeOutcomes(trx, attemptId, outcomes, now);
}

async function storeOutcomes(
  trx: Transaction<Database>,
  attemptId: string,
  outcomes: readonly DeliveryOutcome[],
  now: Date,
): Promise<void> {
  const stored = await sql<{ id: string; state: string }>`
    with outcome as (${unnestOutcomes(outcomes)}), stored as (
      update attempt_deliveries as attempt
      set outcome = outcome.outcome, provider_id = outcome.provider_id, reason = outcome.reason
      from outcome where attempt.attempt_id = ${attemptId} and attempt.delivery_id = outcome.delivery_id
    )
    update deliveries as delivery set
      state = case when outcome.state = 'failed' and exists (
        select from attempt_deliveries as earlier
        where earlier.delivery_id = delivery.id and earlier.outcome = 'accepted'
      ) then 'accepted' else outcome.state end, reason = outcome.reason, provider_id = outcome.provider_id,
      settled_at = case when outcome.state in ('planned', 'uncertain') then null else ${now}::timestamptz end,
      due_at = coalesce(outcome.due_at, delivery.due_at),
      most_together = coalesce(outcome.most_together, delivery.most_together),
      attempts = delivery.attempts - case when outcome.counted then 0 else 1 end
    from outcome
    where delivery.id = outcome.delivery_id and delivery.state = 'sending'
    returning delivery.id, delivery.state`.execute(trx);
  const failed = stored.rows.filter((row) => row.state === 'failed').map((row) => row.id);
  // A permanent refusal means the papers were not received, so another digest may pick them.
  await releasePapers(trx, failed);
}

/** The outcomes as rows of one query: two statements for a batch of a hundred instead of two hundred. */
function unnestOutcomes(outcomes: readonly DeliveryOutcome[]): RawBuilder<unknown> {
  return sql`
    select * from unnest(
      ${outcomes.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${outcomes.map(({ state }) => state)}::text[],
      ${outcomes.map(({ outcome }) => outcome)}::text[],
      ${outcomes.map(({ reason }) => reason)}::text[],
      ${outcomes.map(({ providerId }) => providerId)}::text[],
      ${outcomes.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${outcomes.map(({ countsAsAttempt }) => countsAsAttempt)}::boolean[],
      ${outcomes.map(({ maxBatchSize }) => maxBatchSize)}::integer[]
    ) as row (delivery_id, state, outcome, reason, provider_id, due_at, counted, most_together)`;
}
