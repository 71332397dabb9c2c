import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Stored composition of a digest, and the frozen pool it was composed from. */
export interface ComposedDigest {
  poolId: string;
  revision: number;
  digest: unknown;
  /** YYYY-MM-DD. */
  localDay: string;
}

/** Stored composition of a delivery; null if there is none, or its subscriber was erased. */
export async function readDeliveredDigest(
  db: Kysely<Database>,
  deliveryId: string,
): Promise<ComposedDigest | null> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['pool_id', 'pool_revision', 'digest', 'local_day'])
    .where('deliveries.id', '=', deliveryId)
    .where('digest', 'is not', null)
    .where('subscribers.state', '<>', 'erased')
    .executeTakeFirst();
  return row ? composedOf(row) : null;
}

/** Stored composition of a subscriber's delivery in an edition; null if never composed or no longer kept. */
export async function readComposedDigest(
  db: Kysely<Database>,
  edition: string,
  subscriberId: string,
): Promise<ComposedDigest | null> {
  const row = await db
    .selectFrom('deliveries')
    .select(['pool_id', 'pool_revision', 'digest', 'local_day'])
    .where('edition_id', '=', edition)
    .where('subscriber_id', '=', subscriberId)
    .where('digest', 'is not', null)
    .where('state', '<>', 'excluded')
    .executeTakeFirst();
  return row ? composedOf(row) : null;
}

function composedOf(row: {
  pool_id: string | null;
  pool_revision: number | null;
  digest: unknown;
  local_day: string;
}): ComposedDigest | null {
  const { pool_id: poolId, pool_revision: revision, digest, local_day: localDay } = row;
  return poolId === null || revision === null ? null : { poolId, revision, digest, localDay };
}
