import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { addressHash, movableFrom, type SubscriberMove, type SubscriberState } from './subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

export interface Subscriber {
  id: string;
  address: string | null;
  state: SubscriberState;
  leaveKey: string;
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
  leaveKey: row.leave_key,
  consentAt: row.consent_at,
  consentSource: row.consent_source,
  confirmedAt: row.confirmed_at,
  pausedUntil: row.paused_until,
  createdAt: row.created_at,
});

/** The subscriber with that address, or undefined. The address is in its kept form. */
export async function findByAddress(db: Db, address: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('address_hash', '=', addressHash(address))
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** The subscriber with that id, or undefined. */
export async function findById(db: Db, id: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

/** The subscriber whose unsubscribe links carry that key, or undefined. */
export async function findByLeaveKey(db: Db, leaveKey: string): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER_COLUMNS)
    .where('leave_key', '=', leaveKey)
    .executeTakeFirst();
  return row && subscriberFromRow(row);
}

export interface NewSubscriber {
  id: string;
  address: string;
  state: SubscriberState;
  leaveKey: string;
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
    leave_key: subscriber.leaveKey,
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
 * Makes a move and returns true, or false where it is not legal from the subscriber's present state.
 * The state is compared and set in one statement, so two that move at once cannot both win.
 */
export async function applyMove(
  db: Db,
  id: string,
  which: SubscriberMove,
  to: SubscriberState,
  now: Date,
  extra: { consentAt?: Date; consentSource?: string; confirmedAt?: Date; pausedUntil?: string | null } = {},
): Promise<boolean> {
  const moved = await db
    .updateTable('subscribers')
    .set({
      state: to,
      state_changed_at: now,
      ...(extra.consentAt === undefined ? {} : { consent_at: extra.consentAt }),
      ...(extra.consentSource === undefined ? {} : { consent_source: extra.consentSource }),
      ...(extra.confirmedAt === undefined ? {} : { confirmed_at: extra.confirmedAt }),
      ...(extra.pausedUntil === undefined ? {} : { paused_until: extra.pausedUntil }),
    })
    .where('id', '=', id)
    .where('state', 'in', movableFrom(which))
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** Wakes subscribers whose pause is over on that day (YYYY-MM-DD); returns how many. */
export async function wakePaused(db: Db, day: string, now: Date): Promise<number> {
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
export async function findUnconfirmed(db: Db, askedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('subscribers')
    .select('id')
    .where('state', '=', 'pending')
    .where('consent_at', 'is', null)
    .where('state_changed_at', '<', askedBefore)
    .execute();
  return rows.map((row) => row.id);
}
