import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { RunState } from './run-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Steps of a day that can be re-run, or all of them. */
export const RERUNS = ['ingest', 'observe', 'rank', 'plan', 'deliver', 'day'] as const;
export type RerunKind = (typeof RERUNS)[number];

/** The part of a day that a re-run repeats. */
export interface RerunSubject {
  what: RerunKind;
  /** YYYY-MM-DD. */
  day: string;
  /** A single source, for an ingest; null for all. */
  source: string | null;
  /** A single edition, for a delivery; null for all of the day. */
  edition: string | null;
}

/** A re-run with the dry run it was started from. */
export interface Rerun extends RerunSubject {
  id: number;
  operator: string;
  requestedAt: Date;
  /** The `DryRunReport` (src/rerun/dry-run-report.ts) measured before the start, shown beside the outcome. */
  dryRun: unknown;
  finishedAt: Date | null;
}

/** Suffix in a job's payload and id that identifies the runs of a re-run: `rerun-17`. */
export const rerunSuffix = (id: number): string => `rerun-${id}`;

/** Id in such a suffix; null where a job is repeated for another reason. */
export function rerunIdOf(again: string | null): number | null {
  const [, id] = /^rerun-(\d+)$/.exec(again ?? '') ?? [];
  return id === undefined ? null : Number(id);
}

/** Finds the newest re-run of exactly this subject, finished or not. */
export async function findNewestRerun(db: Db, subject: RerunSubject): Promise<Rerun | undefined> {
  const row = await db
    .selectFrom('reruns')
    .selectAll()
    .where('what', '=', subject.what)
    .where('day', '=', subject.day)
    .where('source', '=', subject.source ?? '')
    .where('edition', '=', subject.edition ?? '')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && rerunFromRow(row);
}

/**
 * Stores a re-run, unless the same subject is already running: then returns that one, even if another
 * operator started it. A re-run that has not finished by `staleBefore` counts as finished, because its job
 * was lost.
 */
export async function insertRerun(
  trx: Transaction<Database>,
  rerun: RerunSubject & { operator: string; lastJob: string; dryRun: unknown },
  staleBefore: Date,
  now: Date,
): Promise<{ rerun: Rerun; created: boolean }> {
  const { what, day, source, edition } = rerun;
  await trx
    .updateTable('reruns')
    .set({ over_at: now })
    .where('asked_at', '<', staleBefore)
    .where('over_at', 'is', null)
    .execute();
  const inserted = await trx
    .insertInto('reruns')
    .values({
      what,
      day,
      source: source ?? '',
      edition: edition ?? '',
      operator: rerun.operator,
      asked_at: now,
      last_job: rerun.lastJob,
      foreseen: JSON.stringify(rerun.dryRun),
      over_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['what', 'day', 'source', 'edition']).where('over_at', 'is', null).doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { rerun: rerunFromRow(inserted), created: true };
  const running = await findNewestRerun(trx, rerun);
  if (!running) throw new Error(`The re-run of ${what} ${day} was neither inserted nor found.`);
  return { rerun: running, created: false };
}

/**
 * Marks a re-run as finished when a run of its last job ends, or when the plan fails, because the last job
 * then never starts.
 */
export async function recordRerunFinished(
  db: Db,
  id: number,
  run: { name: string; state: RunState },
  now: Date,
): Promise<void> {
  if (run.state !== 'done' && run.state !== 'failed') return;
  const planFailed = run.state === 'failed' && run.name === 'plan';
  await db
    .updateTable('reruns')
    .set({ over_at: now })
    .where('id', '=', id)
    .where('over_at', 'is', null)
    .$if(!planFailed, (query) => query.where('last_job', '=', run.name))
    .execute();
}

/** Reads the newest re-runs of one day or of all. */
export async function readReruns(db: Db, filter: { day?: string; limit: number }): Promise<Rerun[]> {
  const rows = await db
    .selectFrom('reruns')
    .selectAll()
    .$if(filter.day !== undefined, (query) => query.where('day', '=', filter.day ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(rerunFromRow);
}

/** Deletes re-runs requested before a time. */
export async function deleteOldReruns(db: Db, before: Date): Promise<void> {
  await sql`delete from reruns where asked_at < ${before}`.execute(db);
}

function rerunFromRow(row: {
  id: number;
  what: string;
  day: string;
  source: string;
  edition: string;
  operator: string;
  asked_at: Date;
  foreseen: unknown;
  over_at: Date | null;
}): Rerun {
  return {
    id: row.id,
    what: row.what as RerunKind,
    day: row.day,
    source: row.source === '' ? null : row.source,
    edition: row.edition === '' ? null : row.edition,
    operator: row.operator,
    requestedAt: row.asked_at,
    dryRun: row.foreseen,
    finishedAt: row.over_at,
  };
}
