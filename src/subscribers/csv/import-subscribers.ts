import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import { IMPORT } from '../../../config/imports.ts';
import type { Context } from '../../context.ts';
import { inTransaction } from '../../db/dry-run.ts';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { generateKey } from '../../token.ts';
import { storePreferences } from '../preferences/preference-queries.ts';
import { addressHash } from '../subscriber.ts';
import { insertSubscribers } from '../subscriber-queries.ts';
import { type CsvOptions, unusedNames } from './choose-columns.ts';
import type { CsvSubscriber } from './csv-row.ts';
import { type AddOutcome, readAddressStatuses } from './import-queries.ts';
import { type CsvLine, openCsvFile, readRows } from './read-csv-file.ts';

/** Outcome of an import. Rows = added + known + suppressed + left + refused. */
export interface ImportReport extends Record<AddOutcome, number> {
  rows: number;
  /** Rows of addresses that are unsubscribed in the tool that exported the file. */
  left: number;
  /** The same by column and status, e.g. `status: blocklisted`. */
  leftBy: Record<string, number>;
  refused: number;
  /** The first `IMPORT.maxProblems` refused rows, by the number of their first line in the file. */
  problems: RefusedRow[];
  /** Tool that exported the file, if known. */
  tool: string | null;
  /** Columns that were not used. */
  unused: string[];
}

interface RefusedRow {
  line: number;
  problems: string[];
}

/**
 * Imports subscribers from a CSV stream (read-csv-file.ts), in transactions of `IMPORT.rowsPerTransaction`
 * rows (or in the one that `db` is) and at the pace of the database, so that memory does not grow with the
 * file. Refused rows are passed to `onRefused` as they are read, the rest is imported. Importing the same
 * file again adds no subscriber. Unsubscribed, bounced and paused subscribers stay as they are: a file is not
 * new consent. Throws PaperboyError `CSV_COLUMNS` before anything is imported when the use of a column is
 * unclear, and the errors of openCsvFile.
 */
export async function importSubscribers(
  ctx: Pick<Context, 'db' | 'clock' | 'taxonomy'>,
  input: Readable,
  options: CsvOptions & { onRefused?: (row: RefusedRow) => void } = {},
): Promise<ImportReport> {
  const now = ctx.clock.now();
  const setting = { now, taxonomy: ctx.taxonomy };
  const file = await openCsvFile(input, options, setting);
  const { plan, questions } = file;
  if (questions.length > 0) {
    await file.close();
    throw columnsUnclear(questions);
  }
  const report: ImportReport = {
    ...{ rows: 0, added: 0, known: 0, suppressed: 0, left: 0, leftBy: {}, refused: 0, problems: [] },
    tool: plan.tool,
    unused: unusedNames(plan),
  };
  let step: CsvSubscriber[] = [];
  const store = async () => {
    const counts = await inTransaction(ctx.db, (trx) => addSubscribersWithin(trx, sorted(step), now));
    for (const outcome of ['added', 'known', 'suppressed'] as const) report[outcome] += counts[outcome];
    step = [];
  };
  for await (const rows of readRows(file, setting)) {
    for (const row of rows) {
      const subscriber = countRow(report, row, options.onRefused);
      if (subscriber) step.push(subscriber);
      if (step.length >= IMPORT.rowsPerTransaction) await store();
    }
  }
  if (step.length > 0) await store();
  return report;
}

/** Counts a row and returns its subscriber, if it has one. */
function countRow(
  report: ImportReport,
  { line, read }: CsvLine,
  onRefused?: (row: RefusedRow) => void,
): CsvSubscriber | null {
  report.rows += 1;
  if ('left' in read) {
    report.left += 1;
    report.leftBy[read.left] = (report.leftBy[read.left] ?? 0) + 1;
    return null;
  }
  if (!('problems' in read)) return read;
  const refused = { line, problems: read.problems };
  report.refused += 1;
  if (report.problems.length < IMPORT.maxProblems) report.problems.push(refused);
  onRefused?.(refused);
  return null;
}

/** Sorts by address hash, so that two imports never deadlock; equal addresses keep their order. */
function sorted(subscribers: readonly CsvSubscriber[]): CsvSubscriber[] {
  return subscribers
    .map((subscriber) => ({ subscriber, hash: addressHash(subscriber.address) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ subscriber }) => subscriber);
}

/** Returns the error for a file with columns that the operator must assign first. */
function columnsUnclear(questions: readonly string[]): PaperboyError {
  return new PaperboyError({
    code: 'CSV_COLUMNS',
    message: questions.join(' '),
    remedy:
      'Assign columns with --map, for example --map "E-Mail=address,Country=ignore", and give one consent for ' +
      'all rows with --consent-source and --consent-at. Nothing was imported.',
  });
}

/** Adds an active subscriber with their record of consent, unless the address is known or suppressed. */
export async function addSubscriber(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  subscriber: CsvSubscriber,
): Promise<AddOutcome> {
  const counts = await db
    .transaction()
    .execute((trx) => addSubscribersWithin(trx, [subscriber], clock.now()));
  return counts.added ? 'added' : counts.suppressed ? 'suppressed' : 'known';
}

/**
 * Adds up to a few hundred subscribers within a transaction and counts the outcomes. One statement per table,
 * in the given order: one statement per subscriber spent most of the time on round trips.
 */
export async function addSubscribersWithin(
  trx: Transaction<Database>,
  subscribers: readonly CsvSubscriber[],
  now: Date,
): Promise<Record<AddOutcome, number>> {
  const candidates = subscribers.map((each) => ({
    ...each,
    hash: addressHash(each.address),
    id: randomUUID(),
  }));
  const statuses = await readAddressStatuses(
    trx,
    candidates.map(({ hash }) => hash),
  );
  const inserted = await insertSubscribers(
    trx,
    candidates
      .filter(({ hash }) => !statuses.has(hash))
      .map(({ id, address, consentAt, consentSource }) => {
        return { id, address, state: 'active', unsubscribeKey: generateKey(), consentAt, consentSource, now };
      }),
  );
  const added = candidates.filter(({ id }) => inserted.has(id));
  await storePreferences(
    trx,
    added.map(({ id, preference }) => ({ subscriberId: id, preference })),
    now,
  );
  const suppressed = candidates.filter(({ hash }) => statuses.get(hash) === 'suppressed').length;
  return { added: added.length, suppressed, known: candidates.length - added.length - suppressed };
}
