import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Preference, preferenceSchema } from '../preferences/preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Stores the choices of a returning subscriber's latest sign-up until they confirm, or deletes them (null).
 * Stored apart from the preferences, because anyone may have typed the address.
 */
export async function storeRequestedPreference(
  db: Db,
  subscriberId: string,
  preference: Preference | null,
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ requested_preference: preference && JSON.stringify(preference) })
    .where('id', '=', subscriberId)
    .where('state', '<>', 'erased')
    .execute();
}

/** Reads the choices that wait for a confirmation; undefined without any. */
export async function readRequestedPreference(db: Db, subscriberId: string): Promise<Preference | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select('requested_preference')
    .where('id', '=', subscriberId)
    .executeTakeFirst();
  return preferenceSchema.safeParse(row?.requested_preference).data;
}
