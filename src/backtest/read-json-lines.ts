import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { PaperboyError } from '../errors.ts';

const LONGEST_LINE = 5_000_000;
const MOST_BAD_LINES = 100;

/** A line that was skipped. */
export interface BadLine {
  file: string;
  /** Counted from 1. */
  line: number;
  reason: string;
}

/** Rows of several files of one shape. */
export interface JsonLines<Row> {
  rows: Row[];
  /** Lines read, including the bad ones. */
  lines: number;
  bad: number;
  /** The first of the bad lines. */
  badLines: BadLine[];
}

/**
 * Reads files with one JSON object per line, gunzipped if their name ends in `.gz`, as a stream. Lines that
 * are not JSON or do not have the shape are skipped and reported. Throws PaperboyError
 * `BACKTEST_FILE_UNREADABLE` for a file that cannot be opened or is cut short.
 */
export async function readJsonLines<Row>(
  files: readonly string[],
  schema: z.ZodType<Row>,
): Promise<JsonLines<Row>> {
  const result: JsonLines<Row> = { rows: [], lines: 0, bad: 0, badLines: [] };
  for (const file of files) {
    let number = 0;
    for await (const text of linesOf(file)) {
      number++;
      if (text.trim() === '') continue;
      result.lines++;
      const parsed = parseLine(text, schema);
      if (parsed.reason === null) {
        result.rows.push(parsed.row);
        continue;
      }
      result.bad++;
      if (result.badLines.length < MOST_BAD_LINES)
        result.badLines.push({ file: basename(file), line: number, reason: parsed.reason });
    }
  }
  return result;
}

type ParsedLine<Row> = { row: Row; reason: null } | { reason: string };

function parseLine<Row>(text: string, schema: z.ZodType<Row>): ParsedLine<Row> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'is not JSON' };
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return { row: data, reason: null };
  const [issue] = error.issues;
  return { reason: issue ? `${issue.path.join('.')}: ${issue.message}` : 'has another shape' };
}

/** Lines of a file as they arrive. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const input = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // An error of the source does not reach the gunzip stream that reads from it.
  source.on('error', (error) => input.destroy(error));
  input.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of input) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) throw new Error(`a line is longer than ${LONGEST_LINE} characters`);
      yield* lines;
    }
  } catch (cause) {
    throw new PaperboyError({
      code: 'BACKTEST_FILE_UNREADABLE',
      message: `${file} cannot be read.`,
      remedy: 'Copy the file again; it may be incomplete.',
      cause,
    });
  } finally {
    source.destroy();
  }
  yield rest;
}
