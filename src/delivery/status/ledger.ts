import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { digestMessageId } from '../../rendering/headers.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';
import {
  type LedgerCursor,
  type LedgerLine,
  type LedgerRow,
  readEditionLines,
  readSubscriberLines,
} from './ledger-queries.ts';

/** Lines per page, so that an edition of 100,000 subscribers is never in memory as a whole. */
const PAGE_SIZE = 2_000;

export interface LedgerInput {
  /** An edition's id; at least one of the two is given. */
  edition?: string | undefined;
  /** Subscriber's address or id: all of their editions, newest first, or `edition` alone. */
  subscriber?: string | undefined;
  /** Limits the states; default all. */
  states?: readonly DeliveryState[] | undefined;
}

/** Order of an edition's lines: problems first. */
export const LEDGER_STATES = [
  'failed',
  'uncertain',
  'planned',
  'sending',
  'excluded',
  'accepted',
] as const satisfies readonly DeliveryState[];

/**
 * Reads the ledger page by page: one line per subscriber and edition, problems first, then by address. Each
 * page is its own snapshot: while an edition is sending, a delivery that changes state may appear twice or
 * not at all. Throws PaperboyError `SUBSCRIBER_UNKNOWN`.
 */
export async function* readLedger(
  ctx: Pick<Context, 'db' | 'env'>,
  input: LedgerInput,
): AsyncGenerator<LedgerLine> {
  const states = LEDGER_STATES.filter((state) => input.states?.includes(state) ?? true);
  const line = ({ delivery, ...row }: LedgerRow): LedgerLine => ({
    ...row,
    messageId: digestMessageId(delivery, ctx.env.MAIL_FROM),
  });
  if (input.subscriber !== undefined) {
    const { id } = await findSubscriber(ctx.db, input.subscriber);
    yield* (await readSubscriberLines(ctx.db, id, input.edition ?? null, states)).map(line);
    return;
  }
  for (const state of states) {
    let after: LedgerCursor | null = null;
    do {
      const which = { edition: input.edition ?? '', states: [state] };
      const page: LedgerRow[] = await readEditionLines(ctx.db, which, after, PAGE_SIZE);
      yield* page.map(line);
      after = page.length < PAGE_SIZE ? null : (page.at(-1) ?? null);
    } while (after !== null);
  }
}

/** Columns of the CSV, in order; new ones are appended. */
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
  'messageId',
  'firstAcceptedAt',
] as const satisfies readonly (keyof LedgerLine)[];

/** Returns the header of the CSV. */
export function ledgerCsvHeader(): string {
  return stringify([], { header: true, columns: [...LEDGER_COLUMNS] });
}

/** Formats a line as CSV; escapes provider and subscriber texts that a spreadsheet would run as formulas. */
export function toLedgerCsv(line: LedgerLine): string {
  const row = { ...line, address: line.address ?? '(erased)' };
  return stringify([row], {
    columns: [...LEDGER_COLUMNS],
    escape_formulas: true,
    cast: { date: (date) => date.toISOString() },
  });
}
