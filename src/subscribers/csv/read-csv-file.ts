import { pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { CSV_COLUMNS, type CsvSubscriber, parseCsvRow } from './csv-row.ts';

/** One line of a file by number (the header is line 1): a subscriber, or everything that is wrong with it. */
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
 * Parses a CSV stream with a header line (columns in csv-row.ts; `email` is an alias of `address`), line by
 * line: an invalid line does not affect the others. Throws PaperboyError `CSV_UNREADABLE`, with the given
 * remedy, where the file breaks off or stops being CSV, and when the header has no address column.
 */
export async function* readCsvFile(input: Readable, remedy: () => string): AsyncGenerator<CsvLine> {
  const parser = parse({
    bom: true,
    columns: parseHeader,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 65_536,
  });
  // With pipe() alone, an input that breaks off would end the process and leave the loop below waiting
  // forever. Errors reach that loop, so nothing is left to do in the callback.
  pipeline(input, parser, () => {});
  let extraLines = 0;
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<CsvRecord>) {
      // csv-parse counts a CRLF inside a cell as two lines.
      extraLines += raw.trim().match(/\r\n/g)?.length ?? 0;
      yield { line: info.lines - extraLines, read: parseCsvRow(record) };
    }
  } catch (error) {
    if (error instanceof PaperboyError) throw error;
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: `The file cannot be read any further: ${reasonOf(error)}.`,
      remedy: remedy(),
      cause: error,
    });
  }
}

function parseHeader(header: string[]): string[] {
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/^e-?mail$/, 'address'),
  );
  if (!names.includes('address')) {
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: 'The header line has no column named address or email.',
      remedy: `Start the file with the column names. Known columns: ${CSV_COLUMNS.join(', ')}.`,
    });
  }
  return names;
}
