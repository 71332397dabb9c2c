import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { addressHash } from '../subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** An address that a subscriber wants to move to, until it is confirmed there. */
export interface AddressChange {
  id: string;
  subscriberId: string;
  address: string;
  requestedAt: Date;
}

/** Keeps a wish to move in the place of an earlier one; the link of that one is dead from now on. */
export async function storeAddressChange(db: Db, change: AddressChange): Promise<void> {
  const values = { id: change.id, address: change.address, asked_at: change.requestedAt };
  await db
    .insertInto('address_changes')
    .values({ subscriber_id: change.subscriberId, ...values })
    .onConflict((conflict) => conflict.column('subscriber_id').doUpdateSet(values))
    .execute();
}

/** The subscriber's wish to move, or undefined. */
export async function findAddressChange(db: Db, subscriberId: string): Promise<AddressChange | undefined> {
  const row = await db
    .selectFrom('address_changes')
    .select(['id', 'subscriber_id as subscriberId', 'address', 'asked_at as requestedAt'])
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirst();
  return row;
}

/** Whether a wish to move is still to be carried out. */
export async function isAddressChangeOpen(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('address_changes').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** Takes a wish to move out of the table; undefined when it is gone. Whoever takes it alone may carry it out. */
export async function takeAddressChange(
  trx: Transaction<Database>,
  id: string,
): Promise<AddressChange | undefined> {
  const row = await trx
    .deleteFrom('address_changes')
    .where('id', '=', id)
    .returning(['id', 'subscriber_id as subscriberId', 'address', 'asked_at as requestedAt'])
    .executeTakeFirst();
  return row;
}

/** Takes back a wish to move. */
export async function deleteAddressChange(db: Db, subscriberId: string): Promise<void> {
  await db.deleteFrom('address_changes').where('subscriber_id', '=', subscriberId).execute();
}

/** Gives a subscriber that address; false when somebody has it already, or the subscriber has ended. */
export async function updateAddress(
  trx: Transaction<Database>,
  subscriberId: string,
  address: string,
): Promise<boolean> {
  const hash = addressHash(address);
  const moved = await trx
    .updateTable('subscribers')
    .set({ address, address_hash: hash })
    .where('id', '=', subscriberId)
    .where('state', 'in', ['active', 'paused'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('subscribers as other').select('other.id').where('other.address_hash', '=', hash),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}
