import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { addressHash, TRANSITIONS } from '../subscribers/subscriber.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from './suppression.ts';

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

/** Suppresses an address and the subscriber who has it. An earlier suppression keeps its time, and its reason unless this one is stronger. */
export async function insertSuppression(
  db: Db,
  suppression: { address: string; reason: SuppressionReason; source: string; now: Date },
): Promise<void> {
  const hash = addressHash(suppression.address);
  // The subscriber first, as everybody does who needs both rows: two that went the other way round would wait for each other.
  await db
    .updateTable('subscribers')
    .set({ state: 'suppressed', state_changed_at: suppression.now })
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

/** Of two equal reasons the source that comes first in the alphabet stays, so that the order in which they came never shows. */
function isStronger({ reason, source }: { reason: SuppressionReason; source: string }) {
  const known = sql`coalesce(array_position(${[...SUPPRESSION_REASONS]}::text[], suppressions.reason), 0)`;
  const rank = SUPPRESSION_REASONS.indexOf(reason) + 1;
  return sql<boolean>`(${known} < ${rank} or (${known} = ${rank} and suppressions.source > ${source}))`;
}

/**
 * Suppresses an active subscriber whose last digests all bounced softly. Only an active one: nobody else is mailed digests, so that
 * taking it back (withdrawSoftBounces) knows where they came from.
 */
export async function suppressForSoftBounces(
  trx: Transaction<Database>,
  suppression: { subscriberId: string; source: string; now: Date },
): Promise<boolean> {
  const moved = await trx
    .updateTable('subscribers')
    .set({ state: 'suppressed', state_changed_at: suppression.now })
    .where('id', '=', suppression.subscriberId)
    .where('state', '=', 'active')
    .where('address_hash', 'is not', null)
    .returning('address_hash')
    .executeTakeFirst();
  if (!moved?.address_hash) return false;
  await trx
    .insertInto('suppressions')
    .values({
      address_hash: moved.address_hash,
      reason: 'soft-bounces',
      source: suppression.source,
      created_at: suppression.now,
    })
    .onConflict((conflict) => conflict.column('address_hash').doNothing())
    .execute();
  return true;
}

/** Takes a suppression for soft bounces back, and no other: a digest in between did arrive, as a late report says. */
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

/** Why this address must not be mailed, or null. */
export async function readSuppression(db: Db, address: string): Promise<Suppression | null> {
  const row = await db
    .selectFrom('suppressions')
    .select(['reason', 'source', 'created_at as since'])
    .where('address_hash', '=', addressHash(address))
    .executeTakeFirst();
  return row ?? null;
}

/** Whoever has this address, locked for the transaction, and why it is suppressed; the subscriber first, as everybody does. */
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

/** Takes the suppression of an address away, whatever its reason. */
export async function deleteSuppression(trx: Transaction<Database>, address: string): Promise<void> {
  await trx.deleteFrom('suppressions').where('address_hash', '=', addressHash(address)).execute();
}
