import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { addressHash, type SubscriberState, type SubscriberTransition, TRANSITIONS } from './subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

export interface Subscriber {
  id: string;
  address: string | null;
  state: SubscriberState;
  unsubscribeKey: string;
  consentAt: Date | null;
  consentSource: string | null;
  confirmedAt: Date | null;
  pausedUntil: string | null;
  createdAt: Date;
}

/** Columns that `subscriberFromRow` reads. */
export const SUBSCRIBER_COLUMNS = [
  'id',
  'address',
  'state',
  'leave_key',
  'consent_at',
  'consent_source',
  'confirmed_at',
  'paused_until',
  'created_at',
] as const;

interface Row {
  id: string;
  address: string | null;
  state: string;
  leave_key: string;
  consent_at: Date | null;
  consent_source: string | null;
  confirmed_at: Date | null;
  paused_until: string | null;
  created_at: Date;
}

/** Shapes a row of `SUBSCRIBER_COLUMNS`. */
export const subscriberFromRow = (row: Row): Subscriber => ({
  id: row.id,
  address: row.address,
  state: row.state as SubscriberState,
  unsubscribeKey: row.leave_key,
  consentAt: row.consent_at,
  consentSource: row.consent_source,
  confirmedAt: row.confirmed_at,
  pausedUntil: row.paused_until,
  createdAt: row.created_at,
});

/** Finds a subscriber by normalized address. */
export async function findSubscriberByAddress(db: Db, address: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('address_hash', '=', addressHash(address))
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** Finds a subscriber by id. */
export async function findSubscriberById(db: Db, id: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** Finds a subscriber by the key of their unsubscribe links. */
export async function findByUnsubscribeKey(db: Db, unsubscribeKey: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('leave_key', '=', unsubscribeKey)
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

export interface NewSubscriber {
  id: string;
  address: string;
  state: SubscriberState;
  unsubscribeKey: string;
  consentAt: Date | null;
  consentSource: string | null;
  now: Date;
}

/** Inserts a subscriber; false, and nothing changes, when the address already exists. */
export async function insertSubscriber(db: Db, subscriber: NewSubscriber): Promise<boolean> {
  return (await insertSubscribers(db, [subscriber])).size > 0;
}

/**
 * Inserts up to a few hundred subscribers with one statement. Returns the ids of those with a new address.
 */
export async function insertSubscribers(db: Db, subscribers: readonly NewSubscriber[]): Promise<Set<string>> {
  if (subscribers.length === 0) return new Set();
  const values = subscribers.map((subscriber) => ({
    id: subscriber.id,
    address: subscriber.address,
    address_hash: addressHash(subscriber.address),
    state: subscriber.state,
    leave_key: subscriber.unsubscribeKey,
    consent_at: subscriber.consentAt,
    consent_source: subscriber.consentSource,
    confirmed_at: subscriber.state === 'active' ? subscriber.now : null,
    paused_until: null,
    created_at: subscriber.now,
    state_changed_at: subscriber.now,
  }));
  const inserted = await db
    .insertInto('subscribers')
    .values(values)
    .onConflict((conflict) =>
      conflict.column('address_hash').where('address_hash', 'is not', null).doNothing(),
    )
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
}

/**
 * Applies a transition; false where it is not legal from the subscriber's present state. The state is
 * compared and set in one statement, so of two concurrent transitions only one wins.
 */
export async function applyTransition(
  db: Db,
  id: string,
  transition: SubscriberTransition,
  now: Date,
  changes: { consentAt?: Date; confirmedAt?: Date; pausedUntil?: string | null } = {},
): Promise<boolean> {
  const updated = await db
    .updateTable('subscribers')
    .set({
      state: TRANSITIONS[transition].to,
      state_changed_at: now,
      ...(changes.consentAt === undefined ? {} : { consent_at: changes.consentAt }),
      ...(changes.confirmedAt === undefined ? {} : { confirmed_at: changes.confirmedAt }),
      ...(changes.pausedUntil === undefined ? {} : { paused_until: changes.pausedUntil }),
    })
    .where('id', '=', id)
    .where('state', 'in', TRANSITIONS[transition].from)
    .returning('id')
    .executeTakeFirst();
  return updated !== undefined;
}

/**
 * Ends a subscription and stores its state, which an undo restores; false when it had already ended. Choices
 * that wait for a confirmation are dropped.
 */
export async function endSubscription(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('subscribers')
    .set({
      state: TRANSITIONS.unsubscribe.to,
      state_changed_at: now,
      left_from: sql<string>`subscribers.state`,
      requested_preference: null,
    })
    .where('id', '=', id)
    .where('state', 'in', TRANSITIONS.unsubscribe.from)
    .returning('id')
    .executeTakeFirst();
  return updated !== undefined;
}

/** Distinct time zones, as stored, of the subscribers with a pause that ends by that date (YYYY-MM-DD). */
export async function readZonesOfPauses(db: Db, day: string): Promise<string[]> {
  const rows = await db
    .selectFrom('subscribers')
    .innerJoin('preferences', 'preferences.subscriber_id', 'subscribers.id')
    .select('time_zone')
    .distinct()
    .where('state', '=', 'paused')
    .where('paused_until', '<=', day)
    .execute();
  return rows.map((row) => row.time_zone);
}

/** Resumes subscribers of a time zone with a pause that ends by that date (YYYY-MM-DD). Returns how many. */
export async function resumeEndedPauses(
  db: Db,
  { timeZone, day }: { timeZone: string; day: string },
  now: Date,
): Promise<number> {
  const resumed = await db
    .updateTable('subscribers')
    .set({ state: 'active', paused_until: null, state_changed_at: now })
    .where('state', '=', 'paused')
    .where('paused_until', '<=', day)
    .where('id', 'in', (eb) =>
      eb.selectFrom('preferences').select('subscriber_id').where('time_zone', '=', timeZone),
    )
    .returning('id')
    .execute();
  return resumed.length;
}

/**
 * Ids of subscribers who signed up before `requestedBefore` and never confirmed. Excludes those who confirmed
 * once and unsubscribed: anyone can enter their address into the form again, and that must not delete the
 * record of their unsubscribe or the key of their old emails.
 */
export async function findUnconfirmedSubscribers(db: Db, requestedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('subscribers')
    .select('id')
    .where('state', '=', 'pending')
    .where('consent_at', 'is', null)
    .where('state_changed_at', '<', requestedBefore)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Deletes choices of returning subscribers from before `requestedBefore`: their confirmation links expired.
 */
export async function deleteExpiredRequests(db: Db, requestedBefore: Date): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ requested_preference: null })
    .where('requested_preference', 'is not', null)
    .where('state_changed_at', '<', requestedBefore)
    .execute();
}
