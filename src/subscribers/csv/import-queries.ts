import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** What became of somebody who was to be added; where they were known already or are suppressed, nothing was changed for them. */
export type AddOutcome = 'added' | 'known' | 'suppressed';

/** shown: it waits for somebody to start it. dropped: nobody did, or it was discarded. */
export const IMPORT_STATES = ['shown', 'running', 'done', 'dropped'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** A file of subscribers that was brought in by a page, in numbers. */
export interface Import extends Record<AddOutcome, number> {
  id: number;
  state: ImportState;
  operator: string;
  uploadedAt: Date;
  /** Its last step, or change of state. */
  movedAt: Date;
  /** All lines with something on them, without the header. */
  lines: number;
  invalid: number;
  /** Lines whose address stands in an earlier one. */
  duplicates: number;
}

/** Which of the addresses with these hashes may not be added, and why: who is suppressed counts as that alone. */
export async function readAddressStatuses(
  db: Db,
  hashes: readonly string[],
): Promise<Map<string, 'known' | 'suppressed'>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('subscribers')
    .select(['address_hash as hash', sql<'known' | 'suppressed'>`'known'`.as('standing')])
    .where('address_hash', 'in', hashes)
    .unionAll(
      db
        .selectFrom('suppressions')
        .select(['address_hash as hash', sql<'known' | 'suppressed'>`'suppressed'`.as('standing')])
        .where('address_hash', 'in', hashes),
    )
    // By name, so that `suppressed` comes last and stands.
    .orderBy('standing')
    .execute();
  return new Map(rows.map(({ hash, standing }) => [hash ?? '', standing]));
}

/** Begins one and returns its number. */
export async function insertImport(trx: Transaction<Database>, operator: string, now: Date): Promise<number> {
  const { id } = await trx
    .insertInto('imports')
    .values({ state: 'shown', operator, uploaded_at: now, moved_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What was counted while the file was read. */
export async function storeImportCounts(
  trx: Transaction<Database>,
  importId: number,
  counts: Pick<Import, 'lines' | 'invalid' | 'duplicates'>,
): Promise<void> {
  await trx
    .updateTable('imports')
    .set({ lines: counts.lines, bad: counts.invalid, twice: counts.duplicates })
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
  'added',
  'known',
  'suppressed',
] as const;

/** One of them, or undefined. */
export async function readImport(db: Db, id: number): Promise<Import | undefined> {
  const row = await db.selectFrom('imports').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && { ...row, state: row.state as ImportState };
}

/** The newest. */
export async function readImports(db: Db, limit: number): Promise<Import[]> {
  const rows = await db.selectFrom('imports').select(COLUMNS).orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, state: row.state as ImportState }));
}

/** Moves one that is `shown`; false where somebody was faster. */
export async function endImportPreview(
  trx: Transaction<Database>,
  id: number,
  to: 'running' | 'dropped',
  now: Date,
): Promise<boolean> {
  const moved = await trx
    .updateTable('imports')
    .set({ state: to, moved_at: now })
    .where('id', '=', id)
    .where('state', '=', 'shown')
    .returning('id')
    .executeTakeFirst();
  if (moved && to === 'dropped') await trx.deleteFrom('import_lines').where('import_id', '=', id).execute();
  return moved !== undefined;
}

/** Locks one that is running for a step; false when there is nothing (more) to do. */
export async function lockRunningImport(trx: Transaction<Database>, id: number): Promise<boolean> {
  const held = await trx
    .selectFrom('imports')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

/** Counts what a step did; with nothing left the import is done. */
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

/** Those that run and have not moved since that moment. */
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

/** Those that were uploaded before that moment and that nobody started. */
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

/** Forgets those that are over and have not moved since that moment. */
export async function deleteOldImports(db: Db, movedBefore: Date): Promise<void> {
  await db
    .deleteFrom('imports')
    .where('state', 'in', ['done', 'dropped'])
    .where('moved_at', '<', movedBefore)
    .execute();
}
