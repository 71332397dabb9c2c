import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { addressHash, TRANSITIONS } from '../subscribers/subscriber.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from './suppression.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Returns the addresses that are suppressed. */
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

/**
 * Suppresses an address and its subscriber. An existing suppression keeps its time, and its reason unless the
 * new one is stronger.
 */
export async function insertSuppression(
  db: Db,
  { address, ...suppression }: { address: string; reason: SuppressionReason; source: string; now: Date },
): Promise<void> {
  await insertSuppressionOfHash(db, { ...suppression, hash: addressHash(address) });
}

/** Like insertSuppression, by the hash of the address. */
export async function insertSuppressionOfHash(
  db: Db,
  suppression: { hash: string; reason: SuppressionReason; source: string; now: Date },
): Promise<void> {
  const { hash } = suppression;
  // Lock order is subscriber, then suppression, as everywhere; the opposite order could deadlock.
  await db
    .updateTable('subscribers')
    .set(suppressedAt(suppression.now))
    .where('address_hash', '=', hash)
    .where('state', 'in', TRANSITIONS.suppress.from)
    .execute();
  await db
    .insertInto('suppressions')
    .values({
      address_hash: hash,
      reason: suppression.reason,
      source: suppression.source,
      created_at: suppression.now,
    })
    .onConflict((conflict) =>
      conflict
        .column('address_hash')
        .doUpdateSet({ reason: suppression.reason, source: suppression.source })
        .where(isStronger(suppression)),
    )
    .execute();
}

/** Columns of a subscriber who is suppressed now; an undo restores the state before. */
function suppressedAt(now: Date) {
  return { state: 'suppressed', suppressed_from: sql<string>`subscribers.state`, state_changed_at: now };
}

/**
 * Between equal reasons, the alphabetically first source stays, so that the result does not depend on the
 * order of arrival.
 */
function isStronger({ reason, source }: { reason: SuppressionReason; source: string }) {
  const current = sql`coalesce(array_position(${[...SUPPRESSION_REASONS]}::text[], suppressions.reason), 0)`;
  const rank = SUPPRESSION_REASONS.indexOf(reason) + 1;
  return sql<boolean>`(${current} < ${rank} or (${current} = ${rank} and suppressions.source > ${source}))`;
}

/**
 * Suppresses an active subscriber after a streak of soft bounces. Only an active one: no other state receives
 * digests, so withdrawing it (withdrawSoftBounceSuppression) knows which state to restore.
 */
export async function suppressForSoftBounces(
  trx: Transaction<Database>,
  suppression: { subscriberId: string; source: string; now: Date },
): Promise<boolean> {
  const updated = await trx
    .updateTable('subscribers')
    .set(suppressedAt(suppression.now))
    .where('id', '=', suppression.subscriberId)
    .where('state', '=', 'active')
    .where('address_hash', 'is not', null)
    .returning('address_hash')
    .executeTakeFirst();
  if (!updated?.address_hash) return false;
  await trx
    .insertInto('suppressions')
    .values({
      address_hash: updated.address_hash,
      reason: 'soft-bounces',
      source: suppression.source,
      created_at: suppression.now,
    })
    .onConflict((conflict) => conflict.column('address_hash').doNothing())
    .execute();
  return true;
}

/**
 * Withdraws a suppression for soft bounces, and no other, because a late report says that a digest in between
 * was delivered.
 */
export async function withdrawSoftBounceSuppression(
  trx: Transaction<Database>,
  subscriberId: string,
  now: Date,
): Promise<boolean> {
  const withdrawn = await trx
    .deleteFrom('suppressions')
    .using('subscribers')
    .whereRef('subscribers.address_hash', '=', 'suppressions.address_hash')
    .where('subscribers.id', '=', subscriberId)
    .where('suppressions.reason', '=', 'soft-bounces')
    .returning('suppressions.address_hash')
    .executeTakeFirst();
  if (!withdrawn) return false;
  await trx
    .updateTable('subscribers')
    .set({ state: 'active', state_changed_at: now })
    .where('id', '=', subscriberId)
    .where('state', 'in', TRANSITIONS.recover.from)
    .execute();
  return true;
}

export interface Suppression {
  reason: string;
  source: string;
  since: Date;
}

/** Reads why an address is suppressed, or null. */
export async function readSuppression(db: Db, address: string): Promise<Suppression | null> {
  const row = await db
    .selectFrom('suppressions')
    .select(['reason', 'source', 'created_at as since'])
    .where('address_hash', '=', addressHash(address))
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Locks the subscriber of an address for the transaction and reads its suppression; subscriber first, as
 * everywhere.
 */
export async function lockSubscriberAndSuppression(
  trx: Transaction<Database>,
  address: string,
): Promise<{ subscriber: { id: string; state: string } | null; suppression: Suppression | null }> {
  const subscriber = await trx
    .selectFrom('subscribers')
    .select(['id', 'state'])
    .where('address_hash', '=', addressHash(address))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return { subscriber: subscriber ?? null, suppression: await readSuppression(trx, address) };
}

/** Deletes the suppression of an address, for any reason. */
export async function deleteSuppression(trx: Transaction<Database>, address: string): Promise<void> {
  await trx.deleteFrom('suppressions').where('address_hash', '=', addressHash(address)).execute();
}
