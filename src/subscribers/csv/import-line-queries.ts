import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { IMPORT } from '../../../config/imports.ts';
import type { Database } from '../../db/schema.ts';
import { languageOrDefault, preferenceSchema, timeZoneOrUtc } from '../preferences/preference.ts';
import { parseStoredInterests } from '../preferences/preference-queries.ts';
import { addressHash } from '../subscriber.ts';
import type { CsvSubscriber } from './csv-row.ts';
import type { AddOutcome } from './import-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A valid line of an import. */
export interface ImportLine {
  line: number;
  subscriber: CsvSubscriber;
}

/** Stores valid lines of an import. */
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

/** Stores what is wrong with lines. */
export async function insertImportProblems(
  trx: Transaction<Database>,
  importId: number,
  problems: readonly { line: number; problem: string }[],
): Promise<void> {
  if (problems.length === 0) return;
  const rows = problems.map((each) => ({ import_id: importId, ...each }));
  await trx.insertInto('import_problems').values(rows).execute();
}

/**
 * Counts what running the rest of an import would do now, and reads the five most frequent consent sources.
 */
export async function readImportPreview(
  db: Db,
  id: number,
): Promise<Record<AddOutcome, number> & { sources: { source: string; lines: number }[] }> {
  const counts = await db
    .selectFrom('import_lines')
    .leftJoin('suppressions', 'suppressions.address_hash', 'import_lines.address_hash')
    .leftJoin('subscribers', 'subscribers.address_hash', 'import_lines.address_hash')
    .select([
      sql<number>`(count(*) filter (where suppressions.address_hash is not null))::int`.as('suppressed'),
      sql<number>`(count(*) filter (
        where suppressions.address_hash is null and subscribers.id is not null))::int`.as('known'),
      sql<number>`(count(*) filter (
        where suppressions.address_hash is null and subscribers.id is null))::int`.as('added'),
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

/** Problems of an import by line. */
export async function readImportProblems(db: Db, id: number): Promise<{ line: number; problem: string }[]> {
  return db
    .selectFrom('import_problems')
    .select(['line', 'problem'])
    .where('import_id', '=', id)
    .orderBy('line')
    .execute();
}

/** Problems grouped by message, most frequent first, each with its first line numbers. */
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

const entrySchema = z.object({
  address: z.string(),
  consentAt: z.coerce.date(),
  consentSource: z.string(),
  // May have been written by another release, like a stored preference.
  preference: z
    .looseObject({ interests: z.unknown(), timeZone: z.string(), language: z.string() })
    .transform((stored) =>
      preferenceSchema.parse({
        ...stored,
        interests: parseStoredInterests(stored.interests),
        timeZone: timeZoneOrUtc(stored.timeZone),
        language: languageOrDefault(stored.language),
      }),
    ),
});

/** Deletes and returns the next lines, sorted by address hash, so that two imports never deadlock. */
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
        .limit(IMPORT.linesPerStep),
    )
    .returning(['address_hash', 'entry'])
    .execute();
  return rows
    .sort((a, b) => (a.address_hash < b.address_hash ? -1 : 1))
    .map(({ entry }) => entrySchema.parse(entry));
}
