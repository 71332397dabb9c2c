import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * What became of one try of a job. put-off: it comes again by itself. failed: for good. lost: its process ended under it, and
 * the queue gave the job to another.
 */
export type RunState = 'running' | 'done' | 'put-off' | 'failed' | 'lost';

/** What a run is of. */
export interface RunKey {
  jobId: string;
  name: string;
  /** YYYY-MM-DD. */
  day: string;
  source: string | null;
  /** Why it runs once more, e.g. `rerun-17`; null for the producer's own. */
  again: string | null;
}

/** One try of a job. */
export interface Run extends RunKey {
  beganAt: Date;
  endedAt: Date | null;
  state: RunState;
  /** What it did, by word; null while it runs and where it failed. */
  counts: Record<string, number> | null;
  code: string | null;
  reason: string | null;
}

/** Notes that a try begins and returns its number. An earlier try of the job that never ended is lost by now. */
export async function insertRun(db: Db, key: RunKey, now: Date): Promise<number> {
  await db
    .updateTable('runs')
    .set({ state: 'lost', ended_at: now })
    .where('job_id', '=', key.jobId)
    .where('state', '=', 'running')
    .execute();
  const { id } = await db
    .insertInto('runs')
    .values({
      job_id: key.jobId,
      name: key.name,
      day: key.day,
      source: key.source,
      again: key.again,
      began_at: now,
      ended_at: null,
      state: 'running',
      counts: null,
      code: null,
      reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Notes how a try ended. */
export async function endRun(
  db: Db,
  id: number,
  end: { state: RunState; counts: Record<string, number> | null; code: string | null; reason: string | null },
  now: Date,
): Promise<void> {
  await db
    .updateTable('runs')
    .set({ ...end, counts: end.counts === null ? null : JSON.stringify(end.counts), ended_at: now })
    .where('id', '=', id)
    .execute();
}

/** The runs of a day (YYYY-MM-DD) that fit, in the order in which they began. */
export async function readRuns(
  db: Db,
  which: { day: string; names?: readonly string[]; again?: string },
): Promise<Run[]> {
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('day', '=', which.day)
    .$if(which.names !== undefined, (query) => query.where('name', 'in', which.names ?? []))
    .$if(which.again !== undefined, (query) => query.where('again', '=', which.again ?? ''))
    .orderBy('began_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    jobId: row.job_id,
    name: row.name,
    day: row.day,
    source: row.source,
    again: row.again,
    beganAt: row.began_at,
    endedAt: row.ended_at,
    state: row.state as RunState,
    counts: row.counts as Run['counts'],
    code: row.code,
    reason: row.reason,
  }));
}

/** The median duration of the last runs of each job that went well, in milliseconds. */
export async function readUsualDurations(
  db: Db,
  since: Date,
): Promise<{ name: string; source: string | null; milliseconds: number }[]> {
  const { rows } = await sql<{ name: string; source: string | null; milliseconds: number }>`
    select name, source, percentile_cont(0.5) within group (
      order by extract(epoch from ended_at - began_at) * 1000) as milliseconds
    from runs where state = 'done' and began_at >= ${since}
    group by name, source order by name, source`.execute(db);
  return rows;
}

/** Deletes runs that began before that moment; returns how many. */
export async function deleteOldRuns(db: Db, before: Date): Promise<number> {
  const result = await db.deleteFrom('runs').where('began_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
