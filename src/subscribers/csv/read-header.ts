import { parse } from 'csv-parse/sync';
import { PaperboyError } from '../../errors.ts';
import { parseAddress } from '../subscriber.ts';
import { fieldOfName, plainName } from './column-names.ts';
import { CSV_COLUMNS } from './csv-row.ts';
import { type FileLine, SAVE_AS_UTF8 } from './parsing/file-lines.ts';
import { scanQuotes } from './parsing/file-records.ts';

/** Header of a file and its delimiter. */
export interface CsvHeader {
  delimiter: string;
  names: string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
const MAX_COLUMNS = 500;
/** Spreadsheets break a long column name over a few lines. */
const MAX_LINES = 50;

/**
 * Reads the header from the first lines that `next` returns (null at the end of the file), after empty lines
 * and Excel's `sep=;`. The delimiter is the one that makes most columns known, then most columns; `named`
 * columns count as known. Null for an empty file. Throws PaperboyError `CSV_UNREADABLE`.
 */
export async function readHeader(
  next: () => Promise<FileLine | null>,
  named: readonly string[],
): Promise<CsvHeader | null> {
  const filled = async () => {
    let line = await next();
    while (line !== null && line.problem === null && line.text.trim() === '') line = await next();
    return line;
  };
  let line = await filled();
  const separator = /^"?sep=([^\p{L}\p{N}"])"?$/iu.exec(line?.text.trimStart() ?? '')?.[1];
  if (separator !== undefined) line = await filled();
  if (line === null) return null;
  // The problem of a line ends with its remedy, which is this error's own.
  if (line.problem !== null)
    throw unreadable(`The header cannot be read: ${line.problem.replace(/: save .*$/, '')}.`, SAVE_AS_UTF8);
  const delimiter = separator ?? detectDelimiter(line.text, named);
  const names = parseCells(await wholeHeader(line, next, delimiter), delimiter);
  // A cell of control characters is no name, and an address is no name of a column either.
  if (names.some((name) => /[^\P{Cc}\s]/u.test(name) || parseAddress(name) !== null)) throw noHeader();
  if (names.length > MAX_COLUMNS)
    throw unreadable(`The header has ${names.length} columns.`, `Keep at most ${MAX_COLUMNS}.`);
  return { delimiter, names };
}

/** Parses the cells of one row, which `scanQuotes` found complete. */
export function parseCells(text: string, delimiter: string): string[] {
  const [cells = []]: string[][] = parse(text, { delimiter, relax_column_count: true, trim: true });
  return cells;
}

/** Returns the text of the header, which has several lines if a quoted name has line breaks. */
async function wholeHeader(
  first: FileLine,
  next: () => Promise<FileLine | null>,
  delimiter: string,
): Promise<string> {
  let text = first.text;
  let found = scanQuotes(text, delimiter, false);
  for (let lines = 1; found === 'open' && lines < MAX_LINES; lines += 1) {
    const line = await next();
    if (line === null) break;
    text += `\n${line.text}`;
    found = line.problem === null ? scanQuotes(line.text, delimiter, true) : 'stray';
  }
  if (found === 'complete') return text;
  throw unreadable(
    `The quotes in the header do not match (line ${first.number}).`,
    'Put each column name with a quote or a separator in double quotes.',
  );
}

function detectDelimiter(text: string, named: readonly string[]): string {
  const given = new Set(named.map(plainName));
  const scores = DELIMITERS.map((delimiter) => {
    const names = outsideQuotes(text).split(delimiter);
    const known = names.filter((name) => isKnown(name) || given.has(plainName(name))).length;
    return { delimiter, known, columns: names.length };
  });
  scores.sort((a, b) => b.known - a.known || b.columns - a.columns);
  return scores[0]?.delimiter ?? ',';
}

function isKnown(name: string): boolean {
  return (
    fieldOfName(name) !== undefined || CSV_COLUMNS.some((column) => column === name.trim().toLowerCase())
  );
}

/** Quoted cells without their quotes and without anything that could be a delimiter. */
function outsideQuotes(text: string): string {
  return text.replace(/"((?:[^"]|"")*)("|$)/g, (_all, inner: string) => inner.replace(/[,;\t|]/g, ' '));
}

function unreadable(message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code: 'CSV_UNREADABLE', message, remedy });
}

function noHeader(): PaperboyError {
  return unreadable(
    'The header line has no column named address or email.',
    `Start the file with the column names. Paperboy’s own are: ${CSV_COLUMNS.join(', ')}.`,
  );
}
