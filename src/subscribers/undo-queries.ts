import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type SubscriberState, TRANSITIONS } from './subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Subscribers who unsubscribed at `leftAfter` or later, without those with a suppressed address. */
const undoable = (db: Db, unsubscribeKey: string, leftAfter: Date) =>
  db
    .selectFrom('subscribers')
    .select(['id', 'left_from'])
    .where('leave_key', '=', unsubscribeKey)
    .where('state', '=', 'unsubscribed')
    .where('left_from', 'in', ['pending', 'active', 'paused'])
    .where('state_changed_at', '>=', leftAfter)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('suppressions')
            .select('suppressions.address_hash')
            .whereRef('suppressions.address_hash', '=', 'subscribers.address_hash'),
        ),
      ),
    );

/** True while an unsubscribe can be undone. */
export async function isUndoable(db: Db, unsubscribeKey: string, leftAfter: Date): Promise<boolean> {
  return (await undoable(db, unsubscribeKey, leftAfter).executeTakeFirst()) !== undefined;
}

/**
 * Restores the state before an unsubscribe at `leftAfter` or later. Consent, pause and preferences were never
 * changed. Returns the subscriber and the state; undefined when there is nothing to undo.
 */
export async function restoreSubscription(
  trx: Transaction<Database>,
  unsubscribeKey: string,
  leftAfter: Date,
  now: Date,
): Promise<{ id: string; state: SubscriberState } | undefined> {
  const found = await undoable(trx, unsubscribeKey, leftAfter).forUpdate().executeTakeFirst();
  const transition = UNDO_TRANSITIONS[found?.left_from ?? ''];
  if (!found || !transition) return undefined;
  await trx
    .updateTable('subscribers')
    .set({ state: TRANSITIONS[transition].to, state_changed_at: now, left_from: null })
    .where('id', '=', found.id)
    .execute();
  return { id: found.id, state: TRANSITIONS[transition].to };
}

const UNDO_TRANSITIONS: Readonly<Record<string, 'undo' | 'undoPaused' | 'undoPending'>> = {
  active: 'undo',
  paused: 'undoPaused',
  pending: 'undoPending',
};
