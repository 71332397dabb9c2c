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

/** Rows per statement. */
const ROWS_PER_STATEMENT = 500;

/**
 * Stores an uploaded file as an import preview and returns its id. Runs in one transaction: a rejected file
 * leaves nothing behind. Of a repeated address the first valid line counts. Throws PaperboyError
 * `CSV_UNREADABLE`, `CSV_EMPTY` or `CSV_TOO_LONG`.
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
    const audit = { operator, verb: 'import upload', subject: String(importId), after: counts };
    await insertAuditEntry(trx, audit, now);
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
  for await (const { line, read } of readCsvFile(file, () => 'Fix the line and upload the file again.')) {
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

/** Compares addresses by hash: a fixed length, and shorter than the longest address. */
function duplicateProblem(
  firstLines: Map<string, number>,
  { address }: { address: string },
  line: number,
): string | null {
  const hash = addressHash(address);
  const first = firstLines.get(hash);
  if (first === undefined) firstLines.set(hash, line);
  return first === undefined ? null : `duplicate of line ${first}, which is used instead`;
}

function empty(): PaperboyError {
  return new PaperboyError({
    code: 'CSV_EMPTY',
    message: 'The file has a header but no subscribers.',
    remedy: 'Add one line per subscriber below the header.',
  });
}

function tooLong(): PaperboyError {
  return new PaperboyError({
    code: 'CSV_TOO_LONG',
    message: `The file has more than ${IMPORT.maxLines.toLocaleString('en')} lines.`,
    remedy:
      'Split it, each part with the header, or import it with the command line, which takes any length: ' +
      'npm run paperboy -- subscribers import <file>',
  });
}
