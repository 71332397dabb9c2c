import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { IMPORT } from '../../../../config/imports.ts';
import { PaperboyError, reasonOf } from '../../../errors.ts';

/** One line of a file, without its line end. */
export interface FileLine {
  /** Number in the file; the first line is 1. */
  number: number;
  text: string;
  /** Why the line cannot be read. Its text is incomplete then. */
  problem: string | null;
}

const LF = 10;
const CR = 13;
/** Bytes that decide the encoding. */
const SAMPLE_BYTES = 128;

/** Remedy for a file in an unsupported format or encoding. */
export const SAVE_AS_UTF8 =
  'Save the file as “CSV UTF-8” (in Excel: Save As, file type CSV UTF-8) and import it again.';

/** Files that are often mistaken for CSV, by their first bytes in hexadecimal. */
const OTHER_FILES: readonly (readonly [string, string, string])[] = [
  ['504b0304', 'an Excel workbook or a ZIP archive', `Unpack the archive. ${SAVE_AS_UTF8}`],
  ['d0cf11e0', 'an old Excel workbook', SAVE_AS_UTF8],
  ['1f8b', 'a gzip archive', 'Unpack it and import the file inside.'],
  ['fffe0000', 'a UTF-32 text', SAVE_AS_UTF8],
];

/**
 * Splits a stream into lines that end with CRLF, LF or CR, in any mix. Reads UTF-8 and UTF-16, with and
 * without a byte order mark. A line that is too long or not in that encoding has a problem; the others are
 * unaffected. csv-parse alone would read all after the first CRLF of `a\r\nb\nc\n` as one line. Yields the
 * lines of each piece read. Throws PaperboyError `CSV_UNREADABLE` when reading fails or the file is of
 * another kind.
 */
export async function* readFileLines(input: Readable): AsyncGenerator<FileLine[]> {
  let splitter: LineSplitter | null = null;
  let head = Buffer.alloc(0);
  for await (const bytes of readBytes(input)) {
    if (splitter === null) {
      head = Buffer.concat([head, bytes]);
      if (head.length < SAMPLE_BYTES) continue;
      splitter = new LineSplitter(detectEncoding(head));
      yield splitter.push(head);
    } else {
      yield splitter.push(bytes);
    }
  }
  if (splitter === null) {
    splitter = new LineSplitter(detectEncoding(head));
    yield splitter.push(head);
  }
  yield splitter.end();
}

/** Turns errors of the stream into `CSV_UNREADABLE`; the caller's own errors pass through. */
async function* readBytes(input: Readable): AsyncGenerator<Buffer> {
  const pieces = input[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  try {
    for (;;) {
      const piece = await pieces.next().catch((error: unknown) => {
        throw new PaperboyError({
          code: 'CSV_UNREADABLE',
          message: `The file cannot be read: ${reasonOf(error)}.`,
          remedy: 'Check the file and import it again: existing subscribers are skipped.',
          cause: error,
        });
      });
      if (piece.done) return;
      yield typeof piece.value === 'string' ? Buffer.from(piece.value) : piece.value;
    }
  } finally {
    input.destroy();
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Encoding by the byte order mark, else by the zero bytes of UTF-16 in the first column names. */
function detectEncoding(head: Buffer): Encoding {
  const hex = head.toString('hex', 0, 4);
  const other = OTHER_FILES.find(([start]) => hex.startsWith(start));
  if (other) {
    const [, kind, remedy] = other;
    throw new PaperboyError({
      code: 'CSV_UNREADABLE',
      message: `The file is ${kind}, not CSV.`,
      remedy,
    });
  }
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  const zeros = [0, 0];
  for (const [index, byte] of head.subarray(0, SAMPLE_BYTES).entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = Math.min(head.length, SAMPLE_BYTES) / 4;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return 'utf-8';
}

/** Splits bytes that arrive in pieces. Converts UTF-16 to UTF-8 first, so that one loop finds line ends. */
class LineSplitter {
  readonly #encoding: Encoding;
  readonly #converter: TextDecoder | null;
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #number = 0;
  #parts: Buffer[] = [];
  #length = 0;
  #afterCr = false;
  #isFirst = true;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#converter = encoding === 'utf-8' ? null : new TextDecoder(encoding);
  }

  push(piece: Buffer): FileLine[] {
    return this.#split(
      this.#converter ? Buffer.from(this.#converter.decode(piece, { stream: true })) : piece,
    );
  }

  /** Returns the last line if the file does not end with a line end. */
  end(): FileLine[] {
    const rest = this.#converter ? this.#split(Buffer.from(this.#converter.decode())) : [];
    return this.#length > 0 ? [...rest, this.#take()] : rest;
  }

  #split(given: Buffer): FileLine[] {
    if (given.length === 0) return [];
    const bytes = this.#withoutStart(given);
    const lines: FileLine[] = [];
    let from = 0;
    let lf = bytes.indexOf(LF);
    let cr = bytes.indexOf(CR);
    while (lf !== -1 || cr !== -1) {
      const isCr = lf === -1 || (cr !== -1 && cr < lf);
      const end = isCr ? cr : lf;
      this.#add(bytes.subarray(from, end));
      lines.push(this.#take());
      from = end + (isCr && lf === end + 1 ? 2 : 1);
      if (isCr) cr = bytes.indexOf(CR, from);
      if (lf !== -1 && lf < from) lf = bytes.indexOf(LF, from);
    }
    this.#add(bytes.subarray(from));
    this.#afterCr = bytes.at(-1) === CR;
    return lines;
  }

  /** Removes the byte order mark of the file, and the LF of a CRLF that was split between two pieces. */
  #withoutStart(given: Buffer): Buffer {
    const isMarked = this.#isFirst && given.toString('hex', 0, 3) === 'efbbbf';
    this.#isFirst = false;
    if (isMarked) return given.subarray(3);
    return this.#afterCr && given[0] === LF ? given.subarray(1) : given;
  }

  /** Keeps the bytes of an unfinished line; of one that is too long only its length. */
  #add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#length += bytes.length;
    if (this.#length <= IMPORT.maxRowBytes) this.#parts.push(bytes);
    else this.#parts = [];
  }

  #take(): FileLine {
    this.#number += 1;
    const number = this.#number;
    const [only, ...more] = this.#parts;
    const length = this.#length;
    const bytes = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    if (length > IMPORT.maxRowBytes) {
      const problem = `the line has more than ${IMPORT.maxRowBytes.toLocaleString('en')} bytes`;
      return { number, text: '', problem };
    }
    try {
      const text = this.#strict.decode(bytes);
      // The converter replaces what is not UTF-16.
      if (this.#encoding !== 'utf-8' && text.includes('\uFFFD'))
        return { number, text, problem: 'the line is not valid UTF-16: save the file as “CSV UTF-8”' };
      return { number, text, problem: null };
    } catch {
      const problem = 'the line is not valid UTF-8: save the file as “CSV UTF-8” and import it again';
      return { number, text: bytes.toString('utf8'), problem };
    }
  }
}
