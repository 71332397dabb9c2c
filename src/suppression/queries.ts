import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { addressHash } from '../subscribers/subscriber.ts';
import type { SuppressionReason } from './suppression.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Which of these addresses are suppressed. */
export async function readSuppressed(db: Db, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const hashes = addresses.map(addressHash);
  const rows = await db
    .selectFrom('suppressions')
    .select('address_hash')
    .where('address_hash', 'in', hashes)
    .execute();
  const suppressed = new Set(rows.map((row) => row.address_hash));
  return new Set(addresses.filter((_, index) => suppressed.has(hashes[index] ?? '')));
}

/** Suppresses an address and the subscriber who has it. An earlier suppression keeps its reason. */
export async function insertSuppression(
  db: Db,
  suppression: { address: string; reason: SuppressionReason; source: string; now: Date },
): Promise<void> {
  const hash = addressHash(suppression.address);
  await db
    .insertInto('suppressions')
    .values({
      address_hash: hash,
      reason: suppression.reason,
      source: suppression.source,
      created_at: suppression.now,
    })
    .onConflict((conflict) => conflict.column('address_hash').doNothing())
    .execute();
  await db
    .updateTable('subscribers')
    .set({ state: 'suppressed', state_changed_at: suppression.now })
    .where('address_hash', '=', hash)
    .where('state', 'in', ['pending', 'active', 'paused'])
    .execute();
}
