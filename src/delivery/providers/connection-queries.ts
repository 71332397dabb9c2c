import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Connections of one run of `deliver` to one provider. */
export interface HeldConnections {
  runId: string;
  provider: string;
  connections: number;
  leasedUntil: Date;
}

/**
 * Stores or renews the connections of a run, so that other processes count them even while they are idle.
 * Requires the lock of lockCircuit. Deletes rows with an expired lease, left by lost processes.
 */
export async function holdConnections(
  trx: Transaction<Database>,
  { runId, provider, connections, leasedUntil }: HeldConnections,
  now: Date,
): Promise<void> {
  await trx
    .deleteFrom('provider_connections')
    .where('provider', '=', provider)
    .where('leased_until', '<=', now)
    .execute();
  await trx
    .insertInto('provider_connections')
    .values({ run_id: runId, provider, connections, leased_until: leasedUntil })
    .onConflict((conflict) =>
      conflict.columns(['provider', 'run_id']).doUpdateSet({ connections, leased_until: leasedUntil }),
    )
    .execute();
}

/** Renews the leases of all connections of a run. */
export async function extendConnections(
  db: Kysely<Database>,
  runId: string,
  leasedUntil: Date,
): Promise<void> {
  await db
    .updateTable('provider_connections')
    .set({ leased_until: leasedUntil })
    .where('run_id', '=', runId)
    .execute();
}

/** Frees the connections of a run, which must have closed them. */
export async function freeConnections(db: Kysely<Database>, runId: string): Promise<void> {
  await db.deleteFrom('provider_connections').where('run_id', '=', runId).execute();
}

/**
 * Counts the connections to a provider with an unexpired lease: those of runs other than `exceptRun`, and of
 * transactional emails, which take one each.
 */
export async function countConnections(
  trx: Transaction<Database>,
  provider: string,
  now: Date,
  exceptRun: string | null,
): Promise<{ runs: number; transactional: number }> {
  const { rows } = await sql<{ runs: number; transactional: number }>`
    select
      (select coalesce(sum(connections), 0)::int from provider_connections
        where provider = ${provider} and leased_until > ${now}
          and run_id is distinct from ${exceptRun}::uuid) as runs,
      (select count(*)::int from notifications
        where provider = ${provider} and state = 'sending' and leased_until > ${now}
      ) as transactional`.execute(trx);
  return rows[0] ?? { runs: 0, transactional: 0 };
}
