import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { TRANSITIONS } from './subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Locks a subscriber for the transaction so that no erasure can run meanwhile; false when already erased. */
export async function lockUnlessErased(trx: Transaction<Database>, id: string): Promise<boolean> {
  const locked = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', id)
    .where('state', '<>', 'erased')
    .forShare()
    .executeTakeFirst();
  return locked !== undefined;
}

/** Locks a subscriber without consent for the transaction; false when confirmed meanwhile, or gone. */
export async function lockUnconfirmed(trx: Transaction<Database>, id: string): Promise<boolean> {
  const locked = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('consent_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return locked !== undefined;
}

/**
 * Deletes all personal data from a subscriber's rows. The bare row stays, so that totals still add up.
 * Lock order: reports, deliveries, subscriber.
 */
export async function eraseSubscriberRows(
  trx: Transaction<Database>,
  id: string,
  newUnsubscribeKey: string,
  now: Date,
): Promise<void> {
  // Reports first: applying one locks it before its delivery.
  await eraseReportPayloads(trx, id);
  // Deliveries before the subscriber: a claim locks its batch and then references the subscribers in it.
  await trx
    .selectFrom('deliveries')
    .select('id')
    .where('subscriber_id', '=', id)
    .orderBy('id')
    .forUpdate()
    .execute();
  // Sign-up requests, found by the address while it is still stored.
  await sql`delete from asks using subscribers
    where subscribers.id = ${id} and asks.address = subscribers.address`.execute(trx);
  // Import lines likewise: running the import would add the subscriber again.
  await sql`delete from import_lines using subscribers
    where subscribers.id = ${id} and import_lines.address_hash = subscribers.address_hash`.execute(trx);
  // Uploaded files may have the address in any row. Their imports keep the preview as it is.
  await trx.deleteFrom('import_files').execute();
  // The subscriber next, so that a concurrent preference update (lockUnlessErased) either finishes first or
  // finds nothing.
  await trx
    .updateTable('subscribers')
    .set({
      state: 'erased',
      address: null,
      address_hash: null,
      leave_key: newUnsubscribeKey,
      consent_at: null,
      consent_source: null,
      confirmed_at: null,
      paused_until: null,
      left_from: null,
      requested_preference: null,
      state_changed_at: now,
    })
    .where('id', '=', id)
    .where('state', 'in', TRANSITIONS.erase.from)
    .execute();
  await trx.deleteFrom('preferences').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('notifications').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('marks').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('reading_list').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('address_changes').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('sent_papers').where('subscriber_id', '=', id).execute();
  await eraseDeliveryContents(trx, id);
}

/**
 * Clears reports about a subscriber, found by the address while it is still stored. Kind and time of a report
 * stay: they are not personal.
 */
async function eraseReportPayloads(trx: Transaction<Database>, id: string): Promise<void> {
  await trx
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where((eb) =>
      eb.or([
        eb('subscriber_id', '=', id),
        eb('address', '=', eb.selectFrom('subscribers').select('address').where('id', '=', id)),
      ]),
    )
    .execute();
}

/**
 * Clears interests, and the address that mail servers like to quote, from a subscriber's deliveries. A
 * delivery that is being sent is left alone, because a replay must send the same bytes. The reason of a
 * skipped delivery stays: it is one of ours.
 */
export async function eraseDeliveryContents(db: Db, subscriberId: string): Promise<void> {
  const settled = db
    .selectFrom('deliveries')
    .select('id')
    .where('subscriber_id', '=', subscriberId)
    .where('state', '<>', 'sending');
  await db
    .updateTable('attempt_deliveries')
    .set({ reason: null })
    .where('delivery_id', 'in', settled)
    .execute();
  await db
    .updateTable('deliveries')
    .set({ digest: '{}', reason: sql`case when state = 'excluded' then reason end` })
    .where('id', 'in', settled)
    .execute();
}

/** Ids of erased subscribers with a delivery that was being sent during the erasure and has ended since. */
export async function findPartlyErased(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select('subscriber_id')
    .distinct()
    .where('subscribers.state', '=', 'erased')
    .where('deliveries.state', '<>', 'sending')
    .where(sql<boolean>`digest <> '{}'`)
    .execute();
  return rows.map((row) => row.subscriber_id);
}
