import type { Kysely, Transaction } from 'kysely';
import type { Language } from '../../../config/languages.ts';
import type { Database } from '../../db/schema.ts';
import { languageOrDefault } from '../../subscribers/preferences/preference.ts';
import type { TransactionalEmailKind } from '../../subscribers/request-transactional-email.ts';
import { findSubscriberByAddress } from '../../subscribers/subscriber-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A transactional email with what of its subscriber it needs. */
export interface TransactionalEmail {
  id: string;
  kind: TransactionalEmailKind;
  /** As its reader had it when the transactional email was asked for. */
  language: Language;
  state: string;
  /** Who was called, if anybody was. */
  provider: string | null;
  attempts: number;
  payloadHash: string | null;
  createdAt: Date;
  startedAt: Date | null;
  /** Until then it may be in another worker's hands. */
  leasedUntil: Date | null;
  subscriberId: string;
  /** Where it goes: for `new-address` the new one. Null when there is none (any more). */
  address: string | null;
  subscriberState: string;
  unsubscribeKey: string;
  /** The wish to move to another address that waits, if any. */
  changeId: string | null;
}

/** The notification with that id, or undefined when it was deleted with its erased subscriber. */
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
  const { newAddress, ...others } = row;
  const kind = row.kind as TransactionalEmailKind;
  const rest = { ...others, kind, language: languageOrDefault(row.language) };
  if (kind !== 'new-address') return rest;
  // An address that somebody has already is not asked: its holder would only wonder. Nobody is told.
  const holder = newAddress === null ? undefined : await findSubscriberByAddress(db, newAddress);
  return { ...rest, address: holder ? null : newAddress };
}

/**
 * Notes the attempt, its payload's hash and for how long it may take before the provider is called; false when the state was another
 * one, or another worker has it in hand.
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

/** Records what became of it. `planned` means: the job tries again. */
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

/** Leaves a transactional email whose outcome is unknown to the next try, which decides whether it may be repeated. */
export async function releaseTransactionalEmail(db: Db, id: string): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ leased_until: null })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** Notifications that have waited since before that moment and are in nobody's hands: their job was lost, or never added. */
export async function readWaitingTransactionalEmails(db: Db, createdBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('notifications')
    .select('id')
    .where('state', 'in', ['planned', 'sending'])
    .where('created_at', '<', createdBefore)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', createdBefore)]))
    .orderBy('created_at')
    .limit(1_000)
    .execute();
  return rows.map((row) => row.id);
}
