import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { TRANSITIONS } from './subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Locks a subscriber for the transaction against being erased meanwhile; false when that has happened already. */
export async function lockUnlessErased(trx: Transaction<Database>, id: string): Promise<boolean> {
  const held = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', id)
    .where('state', '<>', 'erased')
    .forShare()
    .executeTakeFirst();
  return held !== undefined;
}

/** Locks a subscriber who has not confirmed anything for the transaction; false when they have, or are gone. */
export async function lockUnconfirmed(trx: Transaction<Database>, id: string): Promise<boolean> {
  const held = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('consent_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

/** Takes everything personal out of the rows of a subscriber; the bare row stays, so that the books still balance. */
export async function eraseSubscriberRows(
  trx: Transaction<Database>,
  id: string,
  newUnsubscribeKey: string,
  now: Date,
): Promise<void> {
  // Reports first, as applying one locks it before its delivery.
  await eraseReportPayloads(trx, id);
  // Deliveries before the subscriber, as a claim goes, which locks its batch and then refers to the people in it.
  await trx
    .selectFrom('deliveries')
    .select('id')
    .where('subscriber_id', '=', id)
    .orderBy('id')
    .forUpdate()
    .execute();
  // What was asked at the address, before the address is gone.
  await sql`delete from asks using subscribers where subscribers.id = ${id} and asks.address = subscribers.address`.execute(
    trx,
  );
  // Likewise in a file that waits to be brought in: it would bring them back.
  await sql`delete from import_lines using subscribers where subscribers.id = ${id} and import_lines.address_hash = subscribers.address_hash`.execute(
    trx,
  );
  // Then these, so that whoever writes a preference at the same moment (holdSubscriber) is waited for or finds nobody.
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
      state_changed_at: now,
    })
    .where('id', '=', id)
    .where('state', 'in', TRANSITIONS.erase.from)
    .execute();
  await trx.deleteFrom('preferences').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('notifications').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('marks').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('address_changes').where('subscriber_id', '=', id).execute();
  await trx.deleteFrom('sent_papers').where('subscriber_id', '=', id).execute();
  await eraseDeliveryContents(trx, id);
}

/** What providers reported of a person, found by the address while it is still known. The rest of the report stays, it is no secret. */
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
 * Takes interests, and the address that mail servers like to quote, out of a subscriber's deliveries; not of one that is being
 * sent, because a replay must send the same bytes. Why a delivery was excluded stays: it is a word of ours.
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

/** Erased subscribers of whom a delivery was being sent just then, and is over now. */
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
