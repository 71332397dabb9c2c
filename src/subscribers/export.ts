import { stringify } from 'csv-stringify/sync';
import type { Context } from '../context.ts';
import { CSV_COLUMNS, toCsvRow } from './csv.ts';
import { readAll } from './queries.ts';

/**
 * Everybody who is not erased, as CSV text in pieces, header first; importSubscribers reads it back. Cells that a
 * spreadsheet would run as a formula are escaped.
 */
export async function* exportSubscribers(ctx: Pick<Context, 'db'>): AsyncGenerator<string> {
  yield stringify([], { header: true, columns: [...CSV_COLUMNS] });
  for await (const { subscriber, preference } of readAll(ctx.db)) {
    if (subscriber.address === null) continue;
    const row = toCsvRow({ ...subscriber, address: subscriber.address, preference });
    yield stringify([row], { columns: [...CSV_COLUMNS], escape_formulas: true });
  }
}
