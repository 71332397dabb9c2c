import { type Kysely, sql, type Transaction } from 'kysely';
import type { Language } from '../../../config/languages.ts';
import type { Database } from '../../db/schema.ts';
import { languageOrDefault } from '../../subscribers/preferences/preference.ts';
import type { TransactionalEmailKind } from '../../subscribers/request-transactional-email.ts';
import { findSubscriberByAddress } from '../../subscribers/subscriber-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A transactional email with the columns of its subscriber that it needs. */
export interface TransactionalEmail {
  id: string;
  kind: TransactionalEmailKind;
  /** The subscriber's language at the time of the request. */
  language: Language;
  state: string;
  /** Provider of the last attempt, if any. */
  provider: string | null;
  attempts: number;
  payloadHash: string | null;
  createdAt: Date;
  startedAt: Date | null;
  /** End of the lease under which another worker may be sending it. */
  leasedUntil: Date | null;
  subscriberId: string;
  /** Recipient: the new address for `new-address`. Null if there is none (anymore). */
  address: string | null;
  subscriberState: string;
  unsubscribeKey: string;
  /** Id of the subscriber's pending address change, if any. */
  changeId: string | null;
}

/** Reads a transactional email; undefined if it was deleted with its erased subscriber. */
export async function readTransactionalEmail(db: Db, id: string): Promise<TransactionalEmail | undefined> {
  const row = await db
    .selectFrom('notifications')
    .innerJoin('subscribers', 'subscribers.id', 'notifications.subscriber_id')
    .leftJoin('address_changes', 'address_changes.subscriber_id', 'notifications.subscriber_id')
    .select([
      'notifications.id',
      'kind',
      'notifications.language',
      'notifications.state',
      'provider',
      'attempts',
      'payload_hash as payloadHash',
      'notifications.created_at as createdAt',
      'started_at as startedAt',
      'leased_until as leasedUntil',
      'notifications.subscriber_id as subscriberId',
      'subscribers.address',
      'subscribers.state as subscriberState',
      'subscribers.leave_key as unsubscribeKey',
      'address_changes.id as changeId',
      'address_changes.address as newAddress',
    ])
    .where('notifications.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { newAddress, ...columns } = row;
  const kind = row.kind as TransactionalEmailKind;
  const email = { ...columns, kind, language: languageOrDefault(row.language) };
  if (kind !== 'new-address') return email;
  // An address that another subscriber already has gets no email, which would only puzzle its owner. Neither
  // side is told.
  const holder = newAddress === null ? undefined : await findSubscriberByAddress(db, newAddress);
  return { ...email, address: holder ? null : newAddress };
}

/**
 * Stores the attempt, its payload hash and its lease before the provider is called; false if the state has
 * changed or another worker holds the lease.
 */
export async function startTransactionalEmail(
  db: Db,
  id: string,
  from: 'planned' | 'sending',
  attempt: { provider: string; payloadHash: string; now: Date; leasedUntil: Date },
): Promise<boolean> {
  const started = await db
    .updateTable('notifications')
    .set((eb) => ({
      state: 'sending',
      provider: attempt.provider,
      payload_hash: attempt.payloadHash,
      attempts: eb('attempts', '+', 1),
      leased_until: attempt.leasedUntil,
      ...(from === 'planned' ? { started_at: attempt.now } : {}),
    }))
    .where('id', '=', id)
    .where('state', '=', from)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', attempt.now)]))
    .returning('id')
    .executeTakeFirst();
  return started !== undefined;
}

/** Records the outcome. `planned` means the job retries it. */
export async function settleTransactionalEmail(
  db: Db,
  id: string,
  outcome: {
    state: 'planned' | 'accepted' | 'excluded' | 'failed' | 'uncertain';
    reason: string | null;
    providerId?: string;
    now: Date;
  },
): Promise<void> {
  await db
    .updateTable('notifications')
    .set({
      state: outcome.state,
      reason: outcome.reason,
      provider_id: outcome.providerId ?? null,
      settled_at: outcome.state === 'planned' ? null : outcome.now,
      leased_until: null,
    })
    .where('id', '=', id)
    .where('state', 'in', ['planned', 'sending'])
    .execute();
}

/** Releases a transactional email with an unknown outcome to the next attempt, which may replay it. */
export async function releaseTransactionalEmail(db: Db, id: string): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ leased_until: null })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** Ids of unleased transactional emails from before that time: their job was lost or never added. */
export async function readWaitingTransactionalEmails(db: Db, createdBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('notifications')
    .select('id')
    // No parameters: a prepared statement could not use the partial index of open emails.
    .where(sql<boolean>`state in ('planned', 'sending')`)
    .where('created_at', '<', createdBefore)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', createdBefore)]))
    .orderBy('created_at')
    .limit(1_000)
    .execute();
  return rows.map((row) => row.id);
}
