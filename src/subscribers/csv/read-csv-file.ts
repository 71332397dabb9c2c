import { pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { CSV_COLUMNS, type CsvSubscriber, parseCsvRow } from './csv-row.ts';

/** One line of a file by its number (the header is line 1): a subscriber, or everything that is wrong with it. */
export interface CsvLine {
  line: number;
  read: CsvSubscriber | { problems: string[] };
}

interface CsvRecord {
  record: Record<string, string>;
  raw: string;
  info: { lines: number };
}

/**
 * Reads a CSV stream with a header line (csv.ts has the columns; `email` is taken for `address`) line by line; each stands alone.
 * Throws PaperboyError `CSV_UNREADABLE`, with that remedy, where the file breaks off or stops being CSV, and where
 * the header is not one.
 */
export async function* readCsvFile(input: Readable, remedy: () => string): AsyncGenerator<CsvLine> {
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
      yield { line: info.lines - countedTwice, read: parseCsvRow(record) };
    }
  } catch (error) {
    if (error instanceof PaperboyError) throw error;
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: `The file cannot be read on: ${reasonOf(error)}.`,
      remedy: remedy(),
      cause: error,
    });
  }
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
