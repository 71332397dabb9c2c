import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Delivery, selectDeliveries, toDelivery } from './delivery-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Locks up to `limit` due deliveries of one open edition, longest waiting first. Rows locked by other workers
 * are skipped (SKIP LOCKED), so any number of workers can claim at once.
 */
export async function lockDueDeliveries(
  trx: Transaction<Database>,
  input: { now: Date; limit: number; day?: string | undefined },
): Promise<Delivery[]> {
  for (const edition of await readDueEditions(trx, input)) {
    const rows = await selectDeliveries(trx)
      .select('most_together')
      .where('deliveries.edition_id', '=', edition)
      .where('deliveries.state', '=', 'planned')
      .where('due_at', '<=', input.now)
      .orderBy('due_at')
      .orderBy('deliveries.id')
      .limit(input.limit)
      .forUpdate('deliveries')
      .skipLocked()
      .execute();
    const batch = firstBatch(rows);
    if (batch.length > 0) return batch.map(toDelivery);
  }
  return [];
}

/**
 * Open editions with due deliveries, longest waiting first. A paused edition costs nothing, however many of
 * its deliveries are due.
 */
async function readDueEditions(
  trx: Transaction<Database>,
  { now, day }: { now: Date; day?: string | undefined },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select editions.id from editions cross join lateral (
      select due_at from deliveries
      where edition_id = editions.id and state = 'planned' and due_at <= ${now} order by due_at limit 1
    ) as first
    where editions.state = 'open' and (${day ?? null}::date is null or editions.day = ${day ?? null}::date)
    order by first.due_at, editions.id`.execute(trx);
  return rows.map((row) => row.id);
}

/**
 * Leading rows that may share a batch: those with the same batch size limit as the first row, up to that
 * limit.
 */
function firstBatch<Row extends { most_together: number | null }>(rows: readonly Row[]): Row[] {
  const maxBatchSize = rows[0]?.most_together ?? null;
  const batch = rows.filter((row) => row.most_together === maxBatchSize);
  return maxBatchSize === null ? batch : batch.slice(0, maxBatchSize);
}

/** Stores the compositions of these deliveries. From then on their picks are fixed. */
export async function storeDigests(
  db: Db,
  pool: { poolId: string; revision: number },
  digests: readonly { deliveryId: string; composition: unknown }[],
): Promise<void> {
  if (digests.length === 0) return;
  await sql`
    update deliveries
    set pool_id = ${pool.poolId}, pool_revision = ${pool.revision}, digest = composed.digest::jsonb
    from unnest(
      ${digests.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${digests.map(({ composition }) => JSON.stringify(composition))}::text[]
    ) as composed (id, digest)
    where deliveries.id = composed.id`.execute(db);
}

/** Postpones deliveries until then without counting an attempt. */
export async function postponeDeliveries(
  db: Db,
  ids: readonly string[],
  until: Date,
  reason: string,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('deliveries')
    .set({ due_at: until, reason })
    .where('id', 'in', ids)
    .where('state', '=', 'planned')
    .execute();
}
