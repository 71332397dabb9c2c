import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Transaction } from 'kysely';
import { IMPORT } from '../../../config/imports.ts';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { addressHash } from '../subscriber.ts';
import { unusedNames } from './choose-columns.ts';
import type { CsvSetting } from './csv-row.ts';
import { describeFile } from './describe-file.ts';
import { type FileOptions, storeImportFile, takeImportFile } from './import-file-queries.ts';
import { type ImportLine, insertImportLines, insertImportProblems } from './import-line-queries.ts';
import { insertImport, storeImportCounts } from './import-queries.ts';
import { type CsvFile, type CsvLine, openCsvFile, readRows } from './read-csv-file.ts';

/** Rows per statement. */
const ROWS_PER_STATEMENT = 500;

/**
 * Stores an uploaded file as an import preview and returns its id. When the use of a column is unclear, no
 * row is read until `assignColumns`. Runs in one transaction: a rejected file leaves nothing behind. For a
 * repeated address, the first valid row counts. Throws PaperboyError `CSV_TOO_LONG` and the errors of
 * openCsvFile.
 */
export async function uploadImport(
  ctx: Pick<Context, 'db' | 'clock' | 'taxonomy'>,
  { operator, file }: { operator: string; file: Readable },
): Promise<number> {
  const now = ctx.clock.now();
  const setting = { now, taxonomy: ctx.taxonomy };
  const content = await buffer(file);
  return ctx.db.transaction().execute(async (trx) => {
    const importId = await insertImport(trx, operator, now);
    const counts = await readInto(trx, importId, content, { columns: {}, defaults: {} }, setting);
    const audit = { operator, verb: 'import upload', subject: String(importId), after: counts };
    await insertAuditEntry(trx, audit, now);
    return importId;
  });
}

/**
 * Reads the file of a previewed import again with these columns and values. False, and nothing changes, when
 * the import was started or dropped, or its file is gone. Throws like uploadImport.
 */
export async function assignColumns(
  ctx: Pick<Context, 'db' | 'clock' | 'taxonomy'>,
  { importId, operator, options }: { importId: number; operator: string; options: FileOptions },
): Promise<boolean> {
  const now = ctx.clock.now();
  const setting = { now, taxonomy: ctx.taxonomy };
  return ctx.db.transaction().execute(async (trx) => {
    const content = await takeImportFile(trx, importId);
    if (content === undefined) return false;
    const counts = await readInto(trx, importId, content, options, setting);
    const audit = { operator, verb: 'import columns', subject: String(importId), after: counts };
    await insertAuditEntry(trx, audit, now);
    return true;
  });
}

/** Reads a file into the rows of an import, and returns the counts for the audit log. */
async function readInto(
  trx: Transaction<Database>,
  importId: number,
  content: Uint8Array,
  options: FileOptions,
  setting: CsvSetting,
) {
  const stream = () => Readable.from([content], { objectMode: false });
  const seen = await describeFile(await openCsvFile(stream(), options, setting));
  await storeImportFile(trx, importId, content, { options, seen });
  const file = await openCsvFile(stream(), options, setting);
  const isClear = seen.questions.length === 0;
  const counts = isClear ? await storeRows(trx, importId, file, setting) : NO_ROWS;
  await file.close();
  if (isClear && counts.lines === 0) throw empty();
  const about = { tool: file.plan.tool, unused: unusedNames(file.plan), leftBy: counts.leftBy };
  await storeImportCounts(trx, importId, { ...counts, about });
  const { lines, invalid, duplicates, left } = counts;
  return { lines, invalid, duplicates, left };
}

const NO_ROWS = { lines: 0, invalid: 0, duplicates: 0, left: 0, leftBy: {} };

async function storeRows(trx: Transaction<Database>, importId: number, file: CsvFile, setting: CsvSetting) {
  const leftBy: Record<string, number> = {};
  const counts = { lines: 0, invalid: 0, duplicates: 0, left: 0, leftBy };
  const firstLines = new Map<string, number>();
  let lines: ImportLine[] = [];
  let problems: { line: number; problem: string }[] = [];
  const take = ({ line, read }: CsvLine) => {
    counts.lines += 1;
    if (counts.lines > IMPORT.maxLines) throw tooLong();
    if ('left' in read) {
      counts.left += 1;
      leftBy[read.left] = (leftBy[read.left] ?? 0) + 1;
      return;
    }
    const problem = 'problems' in read ? read.problems.join('; ') : duplicateProblem(firstLines, read, line);
    if (problem === null && !('problems' in read)) lines.push({ line, subscriber: read });
    if (problem === null) return;
    counts['problems' in read ? 'invalid' : 'duplicates'] += 1;
    if (counts.invalid + counts.duplicates <= IMPORT.maxProblems) problems.push({ line, problem });
  };
  for await (const rows of readRows(file, setting)) {
    for (const row of rows) take(row);
    if (lines.length + problems.length < ROWS_PER_STATEMENT) continue;
    await insertImportLines(trx, importId, lines);
    await insertImportProblems(trx, importId, problems);
    [lines, problems] = [[], []];
  }
  await insertImportLines(trx, importId, lines);
  await insertImportProblems(trx, importId, problems);
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
