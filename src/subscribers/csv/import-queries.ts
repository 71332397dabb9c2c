import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Outcome of adding a subscriber. Nothing changes for a known or suppressed address. */
export type AddOutcome = 'added' | 'known' | 'suppressed';

/** `shown`: previewed, not started. `dropped`: discarded, or never started. */
export const IMPORT_STATES = ['shown', 'running', 'done', 'dropped'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** An import from the dashboard, in numbers. */
export interface Import extends Record<AddOutcome, number> {
  id: number;
  state: ImportState;
  operator: string;
  uploadedAt: Date;
  /** Last step, or change of state. */
  movedAt: Date;
  /** Rows with content, without the header. */
  lines: number;
  invalid: number;
  /** Rows with an address that already appears in an earlier row. */
  duplicates: number;
  /** Rows of addresses that are unsubscribed in the tool that exported the file. */
  left: number;
  about: ImportAbout;
}

const aboutSchema = z.object({
  tool: z.string().nullable(),
  unused: z.array(z.string()),
  leftBy: z.record(z.string(), z.number()),
});
/** Summary of a file after reading: the tool, unused columns, and reasons of unsubscribed rows. */
export type ImportAbout = z.infer<typeof aboutSchema>;

/** Status of those addresses, by hash, that cannot be added. Suppressed takes precedence over known. */
export async function readAddressStatuses(
  db: Db,
  hashes: readonly string[],
): Promise<Map<string, 'known' | 'suppressed'>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('subscribers')
    .select(['address_hash as hash', sql<'known' | 'suppressed'>`'known'`.as('status')])
    .where('address_hash', 'in', hashes)
    .unionAll(
      db
        .selectFrom('suppressions')
        .select(['address_hash as hash', sql<'known' | 'suppressed'>`'suppressed'`.as('status')])
        .where('address_hash', 'in', hashes),
    )
    // Alphabetical, so that `suppressed` comes last and wins.
    .orderBy('status')
    .execute();
  return new Map(rows.map(({ hash, status }) => [hash ?? '', status]));
}

/** Creates an import and returns its id. */
export async function insertImport(trx: Transaction<Database>, operator: string, now: Date): Promise<number> {
  const { id } = await trx
    .insertInto('imports')
    .values({ state: 'shown', operator, uploaded_at: now, moved_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Stores what was counted while the file was read. */
export async function storeImportCounts(
  trx: Transaction<Database>,
  importId: number,
  counts: Pick<Import, 'lines' | 'invalid' | 'duplicates' | 'left' | 'about'>,
): Promise<void> {
  const { lines, invalid: bad, duplicates: twice, left: elsewhere } = counts;
  await trx
    .updateTable('imports')
    .set({ lines, bad, twice, elsewhere, about: JSON.stringify(counts.about) })
    .where('id', '=', importId)
    .execute();
}

const COLUMNS = [
  'id',
  'state',
  'operator',
  'uploaded_at as uploadedAt',
  'moved_at as movedAt',
  'lines',
  'bad as invalid',
  'twice as duplicates',
  'elsewhere as left',
  'about',
  'added',
  'known',
  'suppressed',
] as const;

/** Reads an import by id. */
export async function readImport(db: Db, id: number): Promise<Import | undefined> {
  const row = await db.selectFrom('imports').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && importFromRow(row);
}

/** Reads the newest imports. */
export async function readImports(db: Db, limit: number): Promise<Import[]> {
  const rows = await db.selectFrom('imports').select(COLUMNS).orderBy('id', 'desc').limit(limit).execute();
  return rows.map(importFromRow);
}

/** Imports of earlier releases have no `about`. */
function importFromRow<Row extends { state: string; about: unknown }>(row: Row) {
  const about = aboutSchema.safeParse(row.about).data ?? { tool: null, unused: [], leftBy: {} };
  return { ...row, state: row.state as ImportState, about };
}

/**
 * Starts or drops an import that is still previewed; false when that has already happened. Both delete its
 * file; dropping also deletes its lines.
 */
export async function endImportPreview(
  trx: Transaction<Database>,
  id: number,
  to: 'running' | 'dropped',
  now: Date,
): Promise<boolean> {
  const updated = await trx
    .updateTable('imports')
    .set({ state: to, moved_at: now })
    .where('id', '=', id)
    .where('state', '=', 'shown')
    .returning('id')
    .executeTakeFirst();
  if (!updated) return false;
  await trx.deleteFrom('import_files').where('import_id', '=', id).execute();
  if (to === 'dropped') await trx.deleteFrom('import_lines').where('import_id', '=', id).execute();
  return true;
}

/** Locks a running import for one step; false when nothing is left to do. */
export async function lockRunningImport(trx: Transaction<Database>, id: number): Promise<boolean> {
  const locked = await trx
    .selectFrom('imports')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  return locked !== undefined;
}

/** Adds the counts of one step; with nothing left the import is done. */
export async function addImportCounts(
  trx: Transaction<Database>,
  id: number,
  step: Record<AddOutcome, number> & { done: boolean },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('imports')
    .set((eb) => ({
      added: eb('added', '+', step.added),
      known: eb('known', '+', step.known),
      suppressed: eb('suppressed', '+', step.suppressed),
      moved_at: now,
      ...(step.done ? { state: 'done' } : {}),
    }))
    .where('id', '=', id)
    .execute();
}

/** Ids of running imports without progress since `movedBefore`. */
export async function readStuckImports(db: Db, movedBefore: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('imports')
    .select('id')
    .where('state', '=', 'running')
    .where('moved_at', '<', movedBefore)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Ids of imports that were uploaded before `uploadedBefore` and never started. */
export async function readUnusedImports(db: Db, uploadedBefore: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('imports')
    .select('id')
    .where('state', '=', 'shown')
    .where('uploaded_at', '<', uploadedBefore)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Deletes imports that ended before `movedBefore`. */
export async function deleteOldImports(db: Db, movedBefore: Date): Promise<void> {
  await db
    .deleteFrom('imports')
    .where('state', 'in', ['done', 'dropped'])
    .where('moved_at', '<', movedBefore)
    .execute();
}
