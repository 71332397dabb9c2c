import type { Kysely, Transaction } from 'kysely';
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

/** The subscriber with that address, or undefined. The address is in its kept form. */
export async function findSubscriberByAddress(db: Db, address: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('address_hash', '=', addressHash(address))
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** The subscriber with that id, or undefined. */
export async function findSubscriberById(db: Db, id: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** The subscriber whose unsubscribe links carry that key, or undefined. */
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

/** Adds a subscriber and returns true, or false when the address is there already (nothing changes then). */
export async function insertSubscriber(db: Db, subscriber: NewSubscriber): Promise<boolean> {
  return (await insertSubscribers(db, [subscriber])).size > 0;
}

/** Adds up to some hundred by one statement and returns the ids of those whose address was not there. */
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
 * Applies a transition; false where it is not legal from the subscriber's present state. The state is compared and
 * set in one statement, so of two concurrent transitions only one wins.
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

/** Wakes subscribers whose pause is over on that day (YYYY-MM-DD); returns how many. */
export async function resumeEndedPauses(db: Db, day: string, now: Date): Promise<number> {
  const woken = await db
    .updateTable('subscribers')
    .set({ state: 'active', paused_until: null, state_changed_at: now })
    .where('state', '=', 'paused')
    .where('paused_until', '<=', day)
    .returning('id')
    .execute();
  return woken.length;
}

/**
 * Subscribers that asked before that moment and never confirmed. Not those who once had and left: anybody can type their
 * address into the form again, and that must not wipe out that they left, nor the key of their old mails.
 */
export async function findUnconfirmedSubscribers(db: Db, askedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('subscribers')
    .select('id')
    .where('state', '=', 'pending')
    .where('consent_at', 'is', null)
    .where('state_changed_at', '<', askedBefore)
    .execute();
  return rows.map((row) => row.id);
}
