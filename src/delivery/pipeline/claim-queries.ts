import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Delivery, selectDeliveries, toDelivery } from './delivery-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Locks up to `limit` due deliveries of one open edition, those waiting longest first. Rows in other workers' hands
 * are passed over (SKIP LOCKED), so any number of workers may ask at once.
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

/** The open editions of which something is due, that which waits longest first. A paused one costs nothing, however much of it is due. */
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

/** Of rows in order, the first ones that may go in one batch: as the first one may, and those like it. */
function firstBatch<Row extends { most_together: number | null }>(rows: readonly Row[]): Row[] {
  const most = rows[0]?.most_together ?? null;
  const alike = rows.filter((row) => row.most_together === most);
  return most === null ? alike : alike.slice(0, most);
}

/** Keeps what was composed for these deliveries; from now on their picks are fixed. */
export async function storeDigests(
  db: Db,
  pool: { poolId: string; revision: number },
  digests: readonly { deliveryId: string; composition: unknown }[],
): Promise<void> {
  if (digests.length === 0) return;
  await sql`
    update deliveries set pool_id = ${pool.poolId}, pool_revision = ${pool.revision}, digest = made.digest::jsonb
    from unnest(
      ${digests.map((each) => each.deliveryId)}::uuid[],
      ${digests.map((each) => JSON.stringify(each.composition))}::text[]
    ) as made (id, digest)
    where deliveries.id = made.id`.execute(db);
}

/** Lets deliveries wait until then, without a try being counted. */
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
