import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { RunState } from './run-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** What can be asked for again: one step of a day, or all of them. */
export const RERUNS = ['ingest', 'observe', 'rank', 'plan', 'deliver', 'day'] as const;
export type RerunKind = (typeof RERUNS)[number];

/** What shall run again. */
export interface RerunSubject {
  what: RerunKind;
  /** YYYY-MM-DD. */
  day: string;
  /** One source alone, for an ingest; null for all. */
  source: string | null;
  /** One edition alone, for a delivery; null for all of the day. */
  edition: string | null;
}

/** Something that was asked for again: what was foreseen then, and whether it is over. */
export interface Rerun extends RerunSubject {
  id: number;
  operator: string;
  requestedAt: Date;
  /** As foreseen.ts gave it, to be shown beside what the runs counted. */
  dryRun: unknown;
  finishedAt: Date | null;
}

/** The word in a job's payload and id by which its runs are found: `rerun-17`. */
export const rerunSuffix = (id: number): string => `rerun-${id}`;

/** The number in that word; null where a job runs again for another reason. */
export function rerunIdOf(again: string | null): number | null {
  const [, id] = /^rerun-(\d+)$/.exec(again ?? '') ?? [];
  return id === undefined ? null : Number(id);
}

/** The newest re-run of exactly this, over or not. */
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
  return row && asRerun(row);
}

/**
 * Writes down what is asked for again, unless the same is under way: then it returns that one, whoever asked for it. One that has
 * not ended `staleBefore` is over, because its job was lost.
 */
export async function insertRerun(
  trx: Transaction<Database>,
  rerun: RerunSubject & { operator: string; lastJob: string; foreseen: unknown },
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
      foreseen: JSON.stringify(rerun.foreseen),
      over_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['what', 'day', 'source', 'edition']).where('over_at', 'is', null).doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { rerun: asRerun(inserted), created: true };
  const running = await findNewestRerun(trx, rerun);
  if (!running) throw new Error(`A re-run of ${what} ${day} is neither new nor known.`);
  return { rerun: running, created: false };
}

/** Notes that a re-run is over, when a run of its last job, or of one without which that never comes, has ended. */
export async function recordRerunFinished(
  db: Db,
  id: number,
  run: { name: string; state: RunState },
  now: Date,
): Promise<void> {
  if (run.state !== 'done' && run.state !== 'failed') return;
  const needed = run.state === 'failed' && run.name === 'plan';
  await db
    .updateTable('reruns')
    .set({ over_at: now })
    .where('id', '=', id)
    .where('over_at', 'is', null)
    .$if(!needed, (query) => query.where('last_job', '=', run.name))
    .execute();
}

/** The newest re-runs, of one day or of all. */
export async function readReruns(db: Db, which: { day?: string; limit: number }): Promise<Rerun[]> {
  const rows = await db
    .selectFrom('reruns')
    .selectAll()
    .$if(which.day !== undefined, (query) => query.where('day', '=', which.day ?? ''))
    .orderBy('id', 'desc')
    .limit(which.limit)
    .execute();
  return rows.map(asRerun);
}

/** Deletes what was asked for before that moment. */
export async function deleteOldReruns(db: Db, before: Date): Promise<void> {
  await sql`delete from reruns where asked_at < ${before}`.execute(db);
}

function asRerun(row: {
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
