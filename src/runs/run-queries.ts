import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * State of one try of a job. `put-off`: it is retried automatically. `failed`: for good. `lost`: its process
 * died, and the queue gave the job to another one.
 */
export type RunState = 'running' | 'done' | 'put-off' | 'failed' | 'lost';

/** Identifies the job that a run belongs to. */
export interface RunKey {
  jobId: string;
  name: string;
  /** YYYY-MM-DD. */
  day: string;
  source: string | null;
  /** Reason for a repeated job, e.g. `rerun-17`; null for the producer's own jobs. */
  again: string | null;
}

/** One try of a job. */
export interface Run extends RunKey {
  beganAt: Date;
  endedAt: Date | null;
  state: RunState;
  /** Counts of its results by name; null while it runs and when it failed. */
  counts: Record<string, number> | null;
  code: string | null;
  reason: string | null;
}

/**
 * Records the start of a try and returns its id. An earlier try of the job that never ended is marked lost.
 */
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

/** Records the end of a try. */
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

/** Reads the runs of a day (YYYY-MM-DD) that match the filter, in the order in filter they began. */
export async function readRuns(
  db: Db,
  filter: { day: string; names?: readonly string[]; again?: string },
): Promise<Run[]> {
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('day', '=', filter.day)
    .$if(filter.names !== undefined, (query) => query.where('name', 'in', filter.names ?? []))
    .$if(filter.again !== undefined, (query) => query.where('again', '=', filter.again ?? ''))
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

/** Median duration of each job's successful runs since a time, in milliseconds. */
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

/** Deletes runs that began before a time; returns how many. */
export async function deleteOldRuns(db: Db, before: Date): Promise<number> {
  const result = await db.deleteFrom('runs').where('began_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
