import { stringify } from 'csv-stringify/sync';
import type { Context } from '../context.ts';
import { findSubscriber } from '../subscribers/find.ts';
import { type LedgerLine, readEditionLines, readPersonLines } from './ledger-queries.ts';

/** Lines read at a time: an edition of 100,000 people is never held whole. */
const PAGE = 1_000;

export interface LedgerInput {
  /** An edition's id; at least one of the two is given. */
  edition?: string | undefined;
  /** A person's address or id: all of their editions, the newest first, or that edition alone. */
  subscriber?: string | undefined;
}

/**
 * Who got what, and why not: one line a person and edition, read page by page. Of an edition that is being sent each line is as it is when
 * its page is read. Throws PaperboyError `SUBSCRIBER_UNKNOWN`.
 */
export async function* ledger(ctx: Pick<Context, 'db'>, input: LedgerInput): AsyncGenerator<LedgerLine> {
  if (input.subscriber !== undefined) {
    const { id } = await findSubscriber(ctx.db, input.subscriber);
    yield* await readPersonLines(ctx.db, id, input.edition ?? null);
    return;
  }
  let after: string | null = null;
  for (;;) {
    const page: LedgerLine[] = await readEditionLines(ctx.db, input.edition ?? '', after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.subscriber ?? null;
  }
}

/** The columns of the CSV, in order; a later release adds at the end. */
export const LEDGER_COLUMNS = [
  'edition',
  'subscriber',
  'address',
  'state',
  'reason',
  'attempts',
  'provider',
  'providerId',
  'papers',
  'sendAt',
  'triedAt',
  'settledAt',
  'arrival',
  'arrivalAt',
] as const satisfies readonly (keyof LedgerLine)[];

/** The header of the CSV. */
export function ledgerCsvHead(): string {
  return stringify([], { header: true, columns: [...LEDGER_COLUMNS] });
}

/** Lines as CSV. What a provider or a reader wrote cannot become a formula in a spreadsheet. */
export function ledgerCsv(line: LedgerLine): string {
  const row = { ...line, address: line.address ?? '(erased)' };
  return stringify([row], {
    columns: [...LEDGER_COLUMNS],
    escape_formulas: true,
    cast: { date: (date) => date.toISOString() },
  });
}
