import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { generateKey } from '../../token.ts';
import { storePreferences } from '../preferences/preference-queries.ts';
import { addressHash } from '../subscriber.ts';
import { insertSubscribers } from '../subscriber-queries.ts';
import type { CsvSubscriber } from './csv-row.ts';
import { type AddOutcome, readAddressStatuses } from './import-queries.ts';
import { readCsvFile } from './read-csv-file.ts';

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
  const counts = await db
    .transaction()
    .execute((trx) => addSubscribersWithin(trx, [subscriber], clock.now()));
  return counts.added ? 'added' : counts.suppressed ? 'suppressed' : 'known';
}

/**
 * The same for up to some hundred people within a transaction, and how many were what. They are inserted in the order that is given,
 * by one statement a table: one by one, the way to the database and back took most of the time.
 */
export async function addSubscribersWithin(
  trx: Transaction<Database>,
  subscribers: readonly CsvSubscriber[],
  now: Date,
): Promise<Record<AddOutcome, number>> {
  const people = subscribers.map((each) => ({ ...each, hash: addressHash(each.address), id: randomUUID() }));
  const standings = await readAddressStatuses(
    trx,
    people.map(({ hash }) => hash),
  );
  const inserted = await insertSubscribers(
    trx,
    people
      .filter(({ hash }) => !standings.has(hash))
      .map(({ id, address, consentAt, consentSource }) => {
        return { id, address, state: 'active', unsubscribeKey: generateKey(), consentAt, consentSource, now };
      }),
  );
  const added = people.filter(({ id }) => inserted.has(id));
  await storePreferences(
    trx,
    added.map(({ id, preference }) => ({ subscriberId: id, preference })),
    now,
  );
  const suppressed = people.filter(({ hash }) => standings.get(hash) === 'suppressed').length;
  return { added: added.length, suppressed, known: people.length - added.length - suppressed };
}
