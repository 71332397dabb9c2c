import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { IMPORT } from '../../config/imports.ts';
import type { Database } from '../db/schema.ts';
import type { CsvSubscriber } from './csv.ts';
import { knownLanguage, knownTimeZone, preferenceSchema } from './preference.ts';
import { knownInterests } from './preference-queries.ts';
import { addressHash } from './subscriber.ts';

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
  bad: number;
  /** Lines whose address stands in an earlier one. */
  twice: number;
}

/** One line that is to be brought in. */
export interface ImportLine {
  line: number;
  subscriber: CsvSubscriber;
}

/** Which of the addresses with these hashes may not be added, and why: who is suppressed counts as that alone. */
export async function readStandings(
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

/** Keeps lines that are to be brought in. */
export async function insertImportLines(
  trx: Transaction<Database>,
  importId: number,
  lines: readonly ImportLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ line, subscriber }) => ({
    import_id: importId,
    line,
    address_hash: addressHash(subscriber.address),
    entry: JSON.stringify(subscriber),
  }));
  await trx.insertInto('import_lines').values(rows).execute();
}

/** Keeps what is wrong with lines. */
export async function insertImportProblems(
  trx: Transaction<Database>,
  importId: number,
  problems: readonly { line: number; problem: string }[],
): Promise<void> {
  if (problems.length === 0) return;
  const rows = problems.map((each) => ({ import_id: importId, ...each }));
  await trx.insertInto('import_problems').values(rows).execute();
}

/** What was counted while the file was read. */
export async function storeImportCounts(
  trx: Transaction<Database>,
  importId: number,
  counts: Pick<Import, 'lines' | 'bad' | 'twice'>,
): Promise<void> {
  await trx.updateTable('imports').set(counts).where('id', '=', importId).execute();
}

const COLUMNS = [
  'id',
  'state',
  'operator',
  'uploaded_at as uploadedAt',
  'moved_at as movedAt',
  'lines',
  'bad',
  'twice',
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

/** What the lines that are left would come to at this moment, and where their consents come from, the most frequent first. */
export async function readForeseen(
  db: Db,
  id: number,
): Promise<Record<AddOutcome, number> & { sources: { source: string; lines: number }[] }> {
  const counts = await db
    .selectFrom('import_lines')
    .leftJoin('suppressions', 'suppressions.address_hash', 'import_lines.address_hash')
    .leftJoin('subscribers', 'subscribers.address_hash', 'import_lines.address_hash')
    .select([
      sql<number>`(count(*) filter (where suppressions.address_hash is not null))::int`.as('suppressed'),
      sql<number>`(count(*) filter (where suppressions.address_hash is null and subscribers.id is not null))::int`.as(
        'known',
      ),
      sql<number>`(count(*) filter (where suppressions.address_hash is null and subscribers.id is null))::int`.as(
        'added',
      ),
    ])
    .where('import_id', '=', id)
    .executeTakeFirstOrThrow();
  const sources = await db
    .selectFrom('import_lines')
    .select([sql<string>`entry ->> 'consentSource'`.as('source'), sql<number>`count(*)::int`.as('lines')])
    .where('import_id', '=', id)
    .groupBy('source')
    .orderBy('lines', 'desc')
    .orderBy('source')
    .limit(5)
    .execute();
  return { ...counts, sources };
}

/** What is wrong with its lines, in their order. */
export async function readImportProblems(db: Db, id: number): Promise<{ line: number; problem: string }[]> {
  return db
    .selectFrom('import_problems')
    .select(['line', 'problem'])
    .where('import_id', '=', id)
    .orderBy('line')
    .execute();
}

/** The same gathered by what is wrong, the most frequent first, each with its first lines. */
export async function readProblemGroups(
  db: Db,
  id: number,
  limit: { groups: number; lines: number },
): Promise<{ problem: string; count: number; lines: number[] }[]> {
  return db
    .selectFrom('import_problems')
    .select([
      'problem',
      sql<number>`count(*)::int`.as('count'),
      sql<number[]>`(array_agg(line order by line))[1:${sql.lit(limit.lines)}]`.as('lines'),
    ])
    .where('import_id', '=', id)
    .groupBy('problem')
    .orderBy('count', 'desc')
    .orderBy(sql`min(line)`)
    .limit(limit.groups)
    .execute();
}

/** Moves one that is `shown`; false where somebody was faster. */
export async function moveShown(
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
export async function holdRunning(trx: Transaction<Database>, id: number): Promise<boolean> {
  const held = await trx
    .selectFrom('imports')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

const entrySchema = z.object({
  address: z.string(),
  consentAt: z.coerce.date(),
  consentSource: z.string(),
  // By another release perhaps, like a stored preference.
  preference: z
    .looseObject({ interests: z.unknown(), timeZone: z.string(), language: z.string() })
    .transform((stored) =>
      preferenceSchema.parse({
        ...stored,
        interests: knownInterests(stored.interests),
        timeZone: knownTimeZone(stored.timeZone),
        language: knownLanguage(stored.language),
      }),
    ),
});

/** Takes the next lines away, those of one address hash before those of a greater one: two imports never wait for each other in a circle. */
export async function takeImportLines(trx: Transaction<Database>, id: number): Promise<CsvSubscriber[]> {
  const rows = await trx
    .deleteFrom('import_lines')
    .where('import_id', '=', id)
    .where('line', 'in', (eb) =>
      eb
        .selectFrom('import_lines')
        .select('line')
        .where('import_id', '=', id)
        .orderBy('line')
        .limit(IMPORT.step),
    )
    .returning(['address_hash', 'entry'])
    .execute();
  return rows
    .sort((a, b) => (a.address_hash < b.address_hash ? -1 : 1))
    .map(({ entry }) => entrySchema.parse(entry));
}

/** Counts what a step did; with nothing left the import is done. */
export async function countStep(
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
