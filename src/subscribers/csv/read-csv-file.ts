import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { IMPORT } from '../../../config/imports.ts';
import { PaperboyError } from '../../errors.ts';
import { type ColumnPlan, type CsvOptions, chooseColumns } from './choose-columns.ts';
import type { CsvSetting, CsvSubscriber } from './csv-row.ts';
import { type FileLine, readFileLines } from './parsing/file-lines.ts';
import { type FileRecord, RecordReader } from './parsing/file-records.ts';
import { readHeader } from './read-header.ts';
import { checkDefaults, readRow } from './read-row.ts';

/** One row of a file: a subscriber, an address unsubscribed elsewhere, or a list of problems. */
export interface CsvLine {
  /** Number of the row's first line in the file; the first line is 1. */
  line: number;
  read: CsvSubscriber | { left: string } | { problems: string[] };
}

/** Cells of a row, or the problem with it. */
type CsvCells = { line: number; cells: string[] } | { line: number; problem: string };

/** File with a parsed header. Its rows can be read once, by `cells` or by `readRows`. */
export interface CsvFile {
  plan: ColumnPlan;
  /** Questions that the operator must answer before the rows are read. */
  questions: string[];
  /** Rows in order, in batches. */
  cells: AsyncGenerator<CsvCells[]>;
  /** Ends reading early. */
  close(): Promise<void>;
}

/**
 * Opens a CSV stream: finds encoding, delimiter and header, and decides what each column is used for. Throws
 * PaperboyError `CSV_UNREADABLE` (also later, while rows are read), `CSV_EMPTY` and `CSV_OPTIONS`.
 */
export async function openCsvFile(
  input: Readable,
  options: CsvOptions,
  setting: CsvSetting,
): Promise<CsvFile> {
  checkDefaults(options, setting);
  const lines = readFileLines(input);
  let piece: FileLine[] = [];
  let at = 0;
  const next = async () => {
    while (at >= piece.length) {
      const more = await lines.next();
      if (more.done) return null;
      piece = more.value;
      at = 0;
    }
    return piece[at++] ?? null;
  };
  const close = async () => void (await lines.return(undefined));
  try {
    const header = await readHeader(next, Object.keys(options.columns ?? {}));
    if (header === null) throw empty();
    const cells = readCells(header, piece.slice(at), lines);
    return { ...chooseColumns(header.names, options), cells, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads the rows of a file as subscribers, in batches. Consent given after `now` is a problem. */
export async function* readRows({ plan, cells }: CsvFile, setting: CsvSetting): AsyncGenerator<CsvLine[]> {
  for await (const batch of cells)
    yield batch.map((row) => ({
      line: row.line,
      read: 'problem' in row ? { problems: [row.problem] } : readRow(row.cells, plan, setting),
    }));
}

async function* readCells(
  { delimiter, names }: { delimiter: string; names: readonly string[] },
  first: readonly FileLine[],
  lines: AsyncGenerator<FileLine[]>,
): AsyncGenerator<CsvCells[]> {
  const reader = new RecordReader(delimiter);
  let records: FileRecord[] = [];
  let size = 0;
  const isFull = () => records.length >= IMPORT.rowsPerBatch || size >= IMPORT.maxRowBytes;
  try {
    for (let piece: readonly FileLine[] | undefined = first; piece !== undefined; ) {
      for (const line of piece) {
        for (const record of reader.push(line)) {
          records.push(record);
          size += record.text.length;
        }
        if (!isFull()) continue;
        yield parseRecords(records, delimiter, names.length);
        [records, size] = [[], 0];
      }
      const more: IteratorResult<FileLine[]> = await lines.next();
      piece = more.done ? undefined : more.value;
    }
    records.push(...reader.end());
    if (records.length > 0) yield parseRecords(records, delimiter, names.length);
  } finally {
    await lines.return(undefined);
  }
}

/**
 * Reads the cells of rows with csv-parse, many at once: one call per row takes five times as long. Each row
 * without a problem is one complete line, so that the results match them one by one.
 */
function parseRecords(records: readonly FileRecord[], delimiter: string, columns: number): CsvCells[] {
  const text = records.flatMap((record) => (record.problem === null ? [record.text] : [])).join('\n');
  const rows: string[][] =
    text === ''
      ? []
      : parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true, trim: true });
  let at = 0;
  return records.flatMap(({ line, problem }): CsvCells[] => {
    if (problem !== null) return [{ line, problem }];
    const cells = rows[at++];
    if (cells === undefined) throw new Error(`csv-parse returned no row for line ${line}`);
    if (cells.every((cell) => cell === '')) return [];
    if (cells.length <= columns) return [{ line, cells }];
    return [{ line, problem: tooMany(cells.length, columns, delimiter) }];
  });
}

function tooMany(cells: number, columns: number, delimiter: string): string {
  const name = delimiter === '\t' ? 'a tab' : `“${delimiter}”`;
  return `${cells} cells, but the header has ${columns} columns: put a cell with ${name} in double quotes`;
}

function empty(): PaperboyError {
  return new PaperboyError({
    code: 'CSV_EMPTY',
    message: 'The file is empty.',
    remedy: 'Start it with the column names, then add one line per subscriber.',
  });
}
