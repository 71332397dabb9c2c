import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { newKey } from '../token.ts';
import type { CsvSubscriber } from './csv.ts';
import { readCsvFile } from './csv-file.ts';
import { type AddOutcome, readStanding } from './import-queries.ts';
import { storePreference } from './preference-queries.ts';
import { insertSubscriber } from './queries.ts';

export interface ImportReport extends Record<AddOutcome, number> {
  /** Lines that did not go in, by their number in the file (the header is line 1). */
  problems: { line: number; problems: string[] }[];
}

/**
 * Brings in subscribers from a CSV stream (csv-file.ts). A bad line is reported with its number and the rest goes in. Importing
 * the same file again adds nobody. Someone who left, bounced or was paused here stays so: a file is no new consent.
 * Throws PaperboyError `CSV_UNREADABLE`.
 */
export async function importSubscribers(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: Readable,
): Promise<ImportReport> {
  const report: ImportReport = { added: 0, known: 0, suppressed: 0, problems: [] };
  const remedy = () =>
    `${report.added} subscribers before that place went in. Mend the line and import the file again: known ones are left alone.`;
  for await (const { line, read } of readCsvFile(input, remedy)) {
    if ('problems' in read) report.problems.push({ line, problems: read.problems });
    else report[await addSubscriber(ctx, read)] += 1;
  }
  return report;
}

/** Adds an active subscriber with their consent record, unless the address is known already or suppressed. */
export async function addSubscriber(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  subscriber: CsvSubscriber,
): Promise<AddOutcome> {
  const standing = await readStanding(db, subscriber.address);
  if (standing !== 'new') return standing;
  return db.transaction().execute((trx) => insertNew(trx, subscriber, clock.now()));
}

/** The same within a transaction. */
export async function addWithin(
  trx: Transaction<Database>,
  subscriber: CsvSubscriber,
  now: Date,
): Promise<AddOutcome> {
  const standing = await readStanding(trx, subscriber.address);
  return standing === 'new' ? insertNew(trx, subscriber, now) : standing;
}

async function insertNew(
  trx: Transaction<Database>,
  { address, consentAt, consentSource, preference }: CsvSubscriber,
  now: Date,
): Promise<AddOutcome> {
  const id = randomUUID();
  const person = { id, address, state: 'active', leaveKey: newKey(), consentAt, consentSource, now } as const;
  if (!(await insertSubscriber(trx, person))) return 'known';
  await storePreference(trx, id, preference, now);
  return 'added';
}
