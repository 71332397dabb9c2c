import type { Job } from 'bullmq';
import type { Context } from '../src/context.ts';
import { PaperboyError, reasonOf } from '../src/errors.ts';
import type { JobName } from '../src/queue/jobs.ts';
import { recordRerunFinished, rerunIdOf } from '../src/runs/rerun-queries.ts';
import { endRun, insertRun, type RunState } from '../src/runs/run-queries.ts';
import { resultCounts } from './result-counts.ts';

type NoteContext = Pick<Context, 'db' | 'clock' | 'log'>;

/** A try of a job that is written down while it runs. */
export interface RecordedRun {
  done(result: unknown): Promise<void>;
  ended(state: Exclude<RunState, 'running' | 'done'>, error: unknown): Promise<void>;
}

/**
 * Writes down that a try of a job begins, and later how it ended. Jobs of one person's letter and of a file of
 * subscribers are not written down: their rows tell. A note that cannot be written is no reason not to work, so nothing is thrown.
 */
export async function recordRun(ctx: NoteContext, job: Job, name: JobName): Promise<RecordedRun> {
  const key = keyOf(job);
  const id = key && (await quietly(ctx, () => insertRun(ctx.db, { ...key, name }, ctx.clock.now())));
  const end = async (state: RunState, said: { counts?: Record<string, number>; error?: unknown }) => {
    if (!key || id === null) return;
    const { counts = null, error } = said;
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

interface NotedPayload {
  day?: string;
  slot?: string;
  source?: string;
  again?: string;
}

function keyOf(job: Job) {
  const { day, slot, source = null, again = null } = job.data as NotedPayload;
  const of = day ?? slot?.slice(0, 10);
  return of === undefined ? null : { jobId: job.id ?? '', day: of, source, again };
}

async function quietly<Result>(ctx: NoteContext, note: () => Promise<Result>): Promise<Result | null> {
  try {
    return await note();
  } catch (error) {
    ctx.log.warn({ reason: reasonOf(error) }, 'a run could not be noted');
    return null;
  }
}
