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

/** Lines read at a time: an edition of 100,000 people is never held whole. */
const PAGE_SIZE = 2_000;

export interface LedgerInput {
  /** An edition's id; at least one of the two is given. */
  edition?: string | undefined;
  /** A person's address or id: all of their editions, the newest first, or that edition alone. */
  subscriber?: string | undefined;
  /** Only deliveries in these states; all when absent. */
  states?: readonly DeliveryState[] | undefined;
}

/** The order of an edition's lines: first what a person has to look at. */
export const LEDGER_STATES = [
  'failed',
  'uncertain',
  'planned',
  'sending',
  'excluded',
  'accepted',
] as const satisfies readonly DeliveryState[];

/**
 * Who got what, and why not: one line a person and edition, problems first, then by address; read page by page. Of an edition that is
 * being sent each line is as it is when its page is read, so that one that moves meanwhile may come twice or not at all. Throws PaperboyError `SUBSCRIBER_UNKNOWN`.
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
  'messageId',
  'firstAcceptedAt',
] as const satisfies readonly (keyof LedgerLine)[];

/** The header of the CSV. */
export function ledgerCsvHeader(): string {
  return stringify([], { header: true, columns: [...LEDGER_COLUMNS] });
}

/** Lines as CSV. What a provider or a reader wrote cannot become a formula in a spreadsheet. */
export function toLedgerCsv(line: LedgerLine): string {
  const row = { ...line, address: line.address ?? '(erased)' };
  return stringify([row], {
    columns: [...LEDGER_COLUMNS],
    escape_formulas: true,
    cast: { date: (date) => date.toISOString() },
  });
}
