import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { CSV_COLUMNS, toCsvRow } from './csv-row.ts';
import { readAllSubscribers } from './export-queries.ts';

/**
 * Everybody who is not erased, as CSV text in pieces, header first; importSubscribers reads it back. No cell is a
 * formula to a spreadsheet: csv.ts escapes them, and takes back what it did. csv-stringify's `escape_formulas` would
 * be for one direction only.
 */
export async function* exportSubscribers(ctx: Pick<Context, 'db'>): AsyncGenerator<string> {
  yield stringify([], { header: true, columns: [...CSV_COLUMNS] });
  for await (const { subscriber, preference } of readAllSubscribers(ctx.db)) {
    if (subscriber.address === null) continue;
    const row = toCsvRow({ ...subscriber, address: subscriber.address, preference });
    yield stringify([row], { columns: [...CSV_COLUMNS] });
  }
}
