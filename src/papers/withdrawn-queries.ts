import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Papers of these ids that are withdrawn by now, even if a frozen pool has them. */
export async function findWithdrawn(
  db: Kysely<Database> | Transaction<Database>,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('papers')
    .select('id')
    .where('withdrawn', '=', true)
    .where('id', 'in', ids)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
