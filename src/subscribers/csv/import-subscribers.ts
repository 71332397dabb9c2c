import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { pluralize } from '../../plural.ts';
import { generateKey } from '../../token.ts';
import { storePreferences } from '../preferences/preference-queries.ts';
import { addressHash } from '../subscriber.ts';
import { insertSubscribers } from '../subscriber-queries.ts';
import type { CsvSubscriber } from './csv-row.ts';
import { type AddOutcome, readAddressStatuses } from './import-queries.ts';
import { readCsvFile } from './read-csv-file.ts';

export interface ImportReport extends Record<AddOutcome, number> {
  /** Lines that were not imported, by number in the file (the header is line 1). */
  problems: { line: number; problems: string[] }[];
}

/**
 * Imports subscribers from a CSV stream (read-csv-file.ts). Invalid lines are reported with their numbers,
 * the rest is imported. Importing the same file again adds no subscriber. Unsubscribed, bounced and paused
 * subscribers stay as they are: a file is not new consent. Throws PaperboyError `CSV_UNREADABLE`.
 */
export async function importSubscribers(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: Readable,
): Promise<ImportReport> {
  const report: ImportReport = { added: 0, known: 0, suppressed: 0, problems: [] };
  const remedy = () =>
    `Imported before that line: ${pluralize(report.added, 'subscriber', 'subscribers')}. ` +
    'Fix the line and import the file again: existing subscribers are skipped.';
  for await (const { line, read } of readCsvFile(input, remedy)) {
    if ('problems' in read) report.problems.push({ line, problems: read.problems });
    else report[await addSubscriber(ctx, read)] += 1;
  }
  return report;
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
