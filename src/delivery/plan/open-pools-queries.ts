import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { editionOf, poolOf } from '../../editions/edition.ts';

/** The pools that editions which still send are composed from, each once. */
export async function readOpenPools(
  trx: Transaction<Database>,
): Promise<{ id: string; day: string; days: number }[]> {
  const rows = await trx
    .selectFrom('editions')
    .select('id')
    .where('state', 'in', ['open', 'paused'])
    .execute();
  return rows.flatMap(({ id }) => {
    const edition = editionOf(id);
    return edition ? [{ ...poolOf(edition), day: edition.day }] : [];
  });
}
