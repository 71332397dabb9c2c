import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { addressHash } from '../subscriber.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A change to another address that waits for confirmation from there. */
export interface AddressChange {
  id: string;
  subscriberId: string;
  address: string;
  requestedAt: Date;
}

/** Stores an address change in place of an earlier one, which invalidates the link of that one. */
export async function storeAddressChange(db: Db, change: AddressChange): Promise<void> {
  const values = { id: change.id, address: change.address, asked_at: change.requestedAt };
  await db
    .insertInto('address_changes')
    .values({ subscriber_id: change.subscriberId, ...values })
    .onConflict((conflict) => conflict.column('subscriber_id').doUpdateSet(values))
    .execute();
}

/** Finds the open address change of a subscriber. */
export async function findAddressChange(db: Db, subscriberId: string): Promise<AddressChange | undefined> {
  const row = await db
    .selectFrom('address_changes')
    .select(['id', 'subscriber_id as subscriberId', 'address', 'asked_at as requestedAt'])
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirst();
  return row;
}

/** True while the address change waits for confirmation. */
export async function isAddressChangeOpen(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('address_changes').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/**
 * Deletes and returns an address change; undefined when it is gone. Of concurrent callers only one gets it.
 */
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

/** Deletes the open address change of a subscriber. */
export async function deleteAddressChange(db: Db, subscriberId: string): Promise<void> {
  await db.deleteFrom('address_changes').where('subscriber_id', '=', subscriberId).execute();
}

/** Gives a subscriber a new address; false when the address is taken or the subscription has ended. */
export async function updateAddress(
  trx: Transaction<Database>,
  subscriberId: string,
  address: string,
): Promise<boolean> {
  const hash = addressHash(address);
  const updated = await trx
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
  return updated !== undefined;
}
