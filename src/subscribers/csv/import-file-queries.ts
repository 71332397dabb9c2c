import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { COLUMN_USES } from './choose-columns.ts';
import { CSV_COLUMNS } from './csv-row.ts';

type Db = Kysely<Database> | Transaction<Database>;

const optionsSchema = z.object({
  columns: z.record(z.string(), z.enum(COLUMN_USES)),
  defaults: z.partialRecord(z.enum(CSV_COLUMNS), z.string()),
});
/** The operator's choices for the columns of an uploaded file. */
export type FileOptions = z.infer<typeof optionsSchema>;

const seenSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      /** Empty: not used. */
      use: z.enum([...COLUMN_USES, '']),
      samples: z.array(z.string()),
    }),
  ),
  questions: z.array(z.string()),
});
/** Excerpt of an uploaded file for its page: columns with sample cells, and open questions. */
export type FileSeen = z.infer<typeof seenSchema>;

/** An uploaded file of a previewed import. */
export interface ImportFile {
  options: FileOptions;
  seen: FileSeen;
}

/** Stores the file of an import, or replaces its options and excerpt. */
export async function storeImportFile(
  trx: Transaction<Database>,
  importId: number,
  content: Uint8Array,
  { options, seen }: ImportFile,
): Promise<void> {
  const known = { options: JSON.stringify(options), seen: JSON.stringify(seen) };
  await trx
    .insertInto('import_files')
    .values({ import_id: importId, content, ...known })
    .onConflict((conflict) => conflict.column('import_id').doUpdateSet(known))
    .execute();
}

/** Reads the options and excerpt of an import's file; undefined once it is deleted. */
export async function readImportFile(db: Db, importId: number): Promise<ImportFile | undefined> {
  const row = await db
    .selectFrom('import_files')
    .select(['options', 'seen'])
    .where('import_id', '=', importId)
    .executeTakeFirst();
  return row && { options: optionsSchema.parse(row.options), seen: seenSchema.parse(row.seen) };
}

/**
 * Locks a previewed import, deletes the rows read from its file, and returns the file. Undefined when the
 * import was started or dropped, or its file was deleted by an erasure.
 */
export async function takeImportFile(
  trx: Transaction<Database>,
  importId: number,
): Promise<Uint8Array | undefined> {
  const row = await trx
    .selectFrom('imports')
    .innerJoin('import_files', 'import_files.import_id', 'imports.id')
    .select('content')
    .where('imports.id', '=', importId)
    .where('imports.state', '=', 'shown')
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  await trx.deleteFrom('import_lines').where('import_id', '=', importId).execute();
  await trx.deleteFrom('import_problems').where('import_id', '=', importId).execute();
  return row.content;
}
