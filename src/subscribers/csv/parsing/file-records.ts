import { IMPORT } from '../../../../config/imports.ts';
import type { FileLine } from './file-lines.ts';

/** A row of the file before its cells are read: one line, or the lines of a quoted cell with line breaks. */
export interface FileRecord {
  /** First line. */
  line: number;
  text: string;
  problem: string | null;
}

const STRAY_QUOTE =
  'a quote inside or after a cell: put the whole cell in double quotes, and write a quote in it as two ("")';

/**
 * Groups lines into rows, one line after the other. Line ends decide, not quotes: a quote that is never
 * closed costs its own row instead of swallowing the rest of the file. Only a quoted cell that is closed
 * properly within `IMPORT.maxRowBytes` joins lines, and as a row with a line break in a cell it has a
 * problem. An opening line has an odd number of quotes, so the next one like it always ends the search: no
 * line is looked at more than twice.
 */
export class RecordReader {
  readonly #delimiter: string;
  /** First line with an open quote, and the lines after it. */
  #open: FileLine[] = [];
  #openLength = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Returns the rows that this line completes. */
  push(line: FileLine): FileRecord[] {
    if (this.#open.length === 0) return this.#start(line);
    this.#openLength += line.text.length + 1;
    const isTooLong = this.#openLength > IMPORT.maxRowBytes || (line.text === '' && line.problem !== null);
    const found = isTooLong ? 'stray' : scanQuotes(line.text, this.#delimiter, true);
    this.#open.push(line);
    if (found === 'open') return [];
    if (found === 'stray') return this.#giveUp();
    const lines = this.#open;
    this.#open = [];
    return [joined(lines)];
  }

  /** Returns the rows that were waiting for a closing quote. */
  end(): FileRecord[] {
    const records: FileRecord[] = [];
    while (this.#open.length > 0) records.push(...this.#giveUp());
    return records;
  }

  #start(line: FileLine): FileRecord[] {
    const { number, text, problem } = line;
    if (problem === null && text.trim() === '') return [];
    const found = scanQuotes(text, this.#delimiter, false);
    if (found === 'open') {
      this.#open = [line];
      this.#openLength = text.length;
      return [];
    }
    return [{ line: number, text, problem: problem ?? (found === 'stray' ? STRAY_QUOTE : null) }];
  }

  /** Treats the open quote as stray: its line becomes a row, and the lines after it are read again. */
  #giveUp(): FileRecord[] {
    const [first, ...rest] = this.#open;
    this.#open = [];
    if (first === undefined) return [];
    const stray = { line: first.number, text: first.text, problem: first.problem ?? STRAY_QUOTE };
    const records: FileRecord[] = [stray];
    for (const line of rest) for (const record of this.push(line)) records.push(record);
    return records;
  }
}

function joined(lines: readonly FileLine[]): FileRecord {
  const first = lines[0]?.number ?? 0;
  const last = lines.at(-1)?.number ?? first;
  const reason = `a line break inside a cell: lines ${first} to ${last} are one row; remove the line break`;
  return {
    line: first,
    text: lines.map(({ text }) => text).join('\n'),
    problem: lines.find(({ problem }) => problem !== null)?.problem ?? reason,
  };
}

/**
 * Follows the quotes of a line as csv-parse would: `complete`, `open` (within a quoted cell at the end) or
 * `stray` (a quote where none may be). `quoted`: the line starts within a quoted cell.
 */
export function scanQuotes(text: string, delimiter: string, quoted: boolean): 'complete' | 'open' | 'stray' {
  let at = 0;
  let isQuoted = quoted;
  let quote = text.indexOf('"');
  while (isQuoted || quote !== -1) {
    if (!isQuoted) {
      at = skipBlanks(text, at, delimiter);
      const end = at === quote ? at : text.indexOf(delimiter, at);
      if (end === -1 || quote < end) return 'stray';
      at = end + 1;
      isQuoted = end === quote;
      continue;
    }
    quote = closingQuote(text, at);
    if (quote === -1) return 'open';
    at = skipBlanks(text, quote + 1, delimiter);
    if (at >= text.length) return 'complete';
    if (text[at] !== delimiter) return 'stray';
    at += 1;
    isQuoted = false;
    quote = text.indexOf('"', at);
  }
  return 'complete';
}

/** Position of the quote that ends a quoted cell; two quotes are an escaped one. -1 without one. */
function closingQuote(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote;
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at += 1;
  return at;
}
