import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { CSV_COLUMNS, toCsvRow } from './csv-row.ts';
import { readAllSubscribers } from './export-queries.ts';

/**
 * Exports all subscribers except erased ones as CSV text in pieces, header first; importSubscribers reads it
 * back. csv-row.ts escapes spreadsheet formulas and reverses that on import, where csv-stringify's
 * `escape_formulas` would work in one direction only.
 */
export async function* exportSubscribers(ctx: Pick<Context, 'db'>): AsyncGenerator<string> {
  yield stringify([], { header: true, columns: [...CSV_COLUMNS] });
  for await (const { subscriber, preference } of readAllSubscribers(ctx.db)) {
    if (subscriber.address === null) continue;
    const row = toCsvRow({ ...subscriber, address: subscriber.address, preference });
    yield stringify([row], { columns: [...CSV_COLUMNS] });
  }
}
