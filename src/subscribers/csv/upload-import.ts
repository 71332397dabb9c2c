import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import { IMPORT } from '../../../config/imports.ts';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { addressHash } from '../subscriber.ts';
import { type ImportLine, insertImportLines, insertImportProblems } from './import-line-queries.ts';
import { insertImport, storeImportCounts } from './import-queries.ts';
import { readCsvFile } from './read-csv-file.ts';

/** Rows of one statement. */
const ROWS_PER_STATEMENT = 500;

/**
 * Reads a file (as importSubscribers does) into rows that wait for somebody to start them, and returns the import's number. It is
 * one transaction: a file that is refused leaves nothing. Of an address that comes twice the first good line counts. Throws
 * PaperboyError `CSV_UNREADABLE`, `CSV_EMPTY` or `CSV_TOO_LONG`.
 */
export async function uploadImport(
  ctx: Pick<Context, 'db' | 'clock'>,
  { operator, file }: { operator: string; file: Readable },
): Promise<number> {
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const importId = await insertImport(trx, operator, now);
    const counts = await storeLines(trx, importId, file);
    if (counts.lines === 0) throw empty();
    await storeImportCounts(trx, importId, counts);
    const act = { operator, verb: 'import upload', subject: String(importId), after: counts };
    await insertAuditEntry(trx, act, now);
    return importId;
  });
}

async function storeLines(trx: Transaction<Database>, importId: number, file: Readable) {
  const counts = { lines: 0, invalid: 0, duplicates: 0 };
  const firstLines = new Map<string, number>();
  let lines: ImportLine[] = [];
  let problems: { line: number; problem: string }[] = [];
  const store = async () => {
    await insertImportLines(trx, importId, lines);
    await insertImportProblems(trx, importId, problems);
    [lines, problems] = [[], []];
  };
  for await (const { line, read } of readCsvFile(file, () => 'Mend the line and upload the file again.')) {
    counts.lines += 1;
    if (counts.lines > IMPORT.maxLines) throw tooLong();
    const problem = 'problems' in read ? read.problems.join('; ') : duplicateProblem(firstLines, read, line);
    if (problem === null) {
      if (!('problems' in read)) lines.push({ line, subscriber: read });
    } else {
      counts['problems' in read ? 'invalid' : 'duplicates'] += 1;
      if (counts.invalid + counts.duplicates <= IMPORT.maxProblems) problems.push({ line, problem });
    }
    if (lines.length + problems.length >= ROWS_PER_STATEMENT) await store();
  }
  await store();
  return counts;
}

/** Addresses are told apart by their hash, of one length and less than the longest address. */
function duplicateProblem(
  firstLines: Map<string, number>,
  { address }: { address: string },
  line: number,
): string | null {
  const hash = addressHash(address);
  const first = firstLines.get(hash);
  if (first === undefined) firstLines.set(hash, line);
  return first === undefined ? null : `address stands in line ${first} already; that line counts`;
}

function empty(): PaperboyError {
  return new PaperboyError({
    code: 'CSV_EMPTY',
    message: 'Under its header the file has no line.',
    remedy: 'Write one line a subscriber below the names of the columns.',
  });
}

function tooLong(): PaperboyError {
  return new PaperboyError({
    code: 'CSV_TOO_LONG',
    message: `The file has more than ${IMPORT.maxLines.toLocaleString('en')} lines.`,
    remedy:
      'Part it, each part with the header, or use npm run paperboy -- subscribers import, which takes any length.',
  });
}
