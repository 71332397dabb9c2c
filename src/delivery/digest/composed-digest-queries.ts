import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** What one person's delivery of an edition was composed of; null where it was not, or is no longer kept. */
export async function readComposedDigest(
  db: Kysely<Database>,
  edition: string,
  subscriberId: string,
): Promise<{ poolId: string; revision: number; digest: unknown; localDay: string } | null> {
  const row = await db
    .selectFrom('deliveries')
    .select(['pool_id', 'pool_revision', 'digest', 'local_day'])
    .where('edition_id', '=', edition)
    .where('subscriber_id', '=', subscriberId)
    .where('digest', 'is not', null)
    .where('state', '<>', 'excluded')
    .executeTakeFirst();
  if (!row || row.pool_id === null || row.pool_revision === null) return null;
  return { poolId: row.pool_id, revision: row.pool_revision, digest: row.digest, localDay: row.local_day };
}
