import { randomUUID } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Context } from '../context.ts';
import { PaperboyError, reasonOf } from '../errors.ts';
import { newKey } from '../token.ts';
import { CSV_COLUMNS, type CsvSubscriber, parseCsvRow } from './csv.ts';
import { storePreference } from './preference-queries.ts';
import { findByAddress, insertSubscriber } from './queries.ts';

export interface ImportReport {
  added: number;
  /** Known already; nothing was changed for them, whatever the file says. */
  known: number;
  /** Lines that did not go in, by their number in the file (the header is line 1). */
  problems: { line: number; problems: string[] }[];
}

interface CsvRecord {
  record: Record<string, string>;
  raw: string;
  info: { lines: number };
}

/**
 * Reads subscribers from a CSV stream with a header line (csv.ts has the columns; `email` is taken for `address`).
 * Each line stands alone: a bad one is reported with its number and the rest goes in. Importing the same
 * file again adds nobody. Someone who left, bounced or was paused here stays so: a file is no new consent.
 * Throws PaperboyError `CSV_UNREADABLE` when the header is not one, or the file breaks off or stops being CSV.
 */
export async function importSubscribers(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: Readable,
): Promise<ImportReport> {
  const report: ImportReport = { added: 0, known: 0, problems: [] };
  const parser = parse({
    bom: true,
    columns: checkedHeader,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 65_536,
  });
  // By pipe() alone an input that breaks off would end the process, and the loop below would wait for ever. What goes wrong
  // reaches the loop, so there is nothing left to do here.
  pipeline(input, parser, () => {});
  let countedTwice = 0;
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<CsvRecord>) {
      // csv-parse counts a line break of two characters inside a cell as two lines.
      countedTwice += raw.trim().match(/\r\n/g)?.length ?? 0;
      const line = info.lines - countedTwice;
      const parsed = parseCsvRow(record);
      if ('problems' in parsed) report.problems.push({ line, problems: parsed.problems });
      else if (await addSubscriber(ctx, parsed)) report.added += 1;
      else report.known += 1;
    }
  } catch (error) {
    // What is the database's fault, or has its own words already, is not put down to the place in the file.
    const unreadable = error instanceof CsvError || error === input.errored;
    if (!unreadable || error instanceof PaperboyError) throw error;
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: `The file cannot be read on: ${reasonOf(error)}.`,
      remedy: `${report.added} subscribers before that place went in. Mend the line and import the file again: known ones are left alone.`,
      cause: error,
    });
  }
  return report;
}

/** Adds an active subscriber with their consent record; false when the address is known already. */
export async function addSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  subscriber: CsvSubscriber,
): Promise<boolean> {
  if (await findByAddress(ctx.db, subscriber.address)) return false;
  const now = ctx.clock.now();
  const id = randomUUID();
  return ctx.db.transaction().execute(async (trx) => {
    const added = await insertSubscriber(trx, {
      id,
      address: subscriber.address,
      state: 'active',
      leaveKey: newKey(),
      consentAt: subscriber.consentAt,
      consentSource: subscriber.consentSource,
      now,
    });
    if (added) await storePreference(trx, id, subscriber.preference, now);
    return added;
  });
}

function checkedHeader(header: string[]): string[] {
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/^e-?mail$/, 'address'),
  );
  if (!names.includes('address')) {
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: 'The first line has no column called address (or email).',
      remedy: `It must name the columns, out of: ${CSV_COLUMNS.join(', ')}.`,
    });
  }
  return names;
}
