import type { Job } from 'bullmq';
import type { Context } from '../src/context.ts';
import { PaperboyError, reasonOf } from '../src/errors.ts';
import type { JobName } from '../src/queue/jobs.ts';
import { recordRerunFinished, rerunIdOf } from '../src/runs/rerun-queries.ts';
import { endRun, insertRun, type RunState } from '../src/runs/run-queries.ts';
import { resultCounts } from './result-counts.ts';

type RecordContext = Pick<Context, 'db' | 'clock' | 'log'>;

/** Row of a job attempt in progress. */
export interface RecordedRun {
  done(result: unknown): Promise<void>;
  ended(state: Exclude<RunState, 'running' | 'done'>, error: unknown): Promise<void>;
}

/**
 * Records the start of a job attempt, and its end through the returned handle. Jobs of single transactional
 * emails, imports and back-fills are not recorded, because their own rows have their state. Never throws: a failure to
 * record must not stop the work.
 */
export async function recordRun(ctx: RecordContext, job: Job, name: JobName): Promise<RecordedRun> {
  const key = runKey(job);
  const id = key && (await quietly(ctx, () => insertRun(ctx.db, { ...key, name }, ctx.clock.now())));
  const end = async (state: RunState, outcome: { counts?: Record<string, number>; error?: unknown }) => {
    if (!key || id === null) return;
    const { counts = null, error } = outcome;
    const code = error === undefined ? null : error instanceof PaperboyError ? error.code : 'UNEXPECTED';
    const reason = error === undefined ? null : reasonOf(error);
    const now = ctx.clock.now();
    await quietly(ctx, () => endRun(ctx.db, id, { state, counts, code, reason }, now));
    const rerun = rerunIdOf(key.again);
    if (rerun !== null) await quietly(ctx, () => recordRerunFinished(ctx.db, rerun, { name, state }, now));
  };
  return {
    async done(result) {
      const counts = await quietly(ctx, async () => resultCounts(name, result));
      await end('done', counts === null ? {} : { counts });
    },
    ended: (state, error) => end(state, { error }),
  };
}

interface RecordedPayload {
  day?: string;
  slot?: string;
  source?: string;
  again?: string;
}

function runKey(job: Job) {
  const { day, slot, source = null, again = null } = job.data as RecordedPayload;
  const runDay = day ?? slot?.slice(0, 10);
  return runDay === undefined ? null : { jobId: job.id ?? '', day: runDay, source, again };
}

async function quietly<Result>(ctx: RecordContext, write: () => Promise<Result>): Promise<Result | null> {
  try {
    return await write();
  } catch (error) {
    ctx.log.warn({ reason: reasonOf(error) }, 'job run not recorded');
    return null;
  }
}
