import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { PaperboyError, reasonOf } from '../src/errors.ts';
import { withLogFields } from '../src/log.ts';
import { JOBS, type JobName, type JobPayload } from '../src/queue/jobs.ts';
import type { Installation } from '../src/wiring.ts';
import { recordRun } from './record-run.ts';

/** What one job does. It may run twice, at once or after a crash, and its file says why that is safe. */
export type Handler<Name extends JobName> = (
  ctx: Installation,
  payload: JobPayload<Name>,
  signal: AbortSignal,
) => Promise<unknown>;

export type Handlers = { [Name in JobName]: Handler<Name> };

/**
 * Runs the handler of a job: parses the payload, turns what a PaperboyError says about retrying into what BullMQ understands,
 * and gives the job back without counting a try when the process is told to stop.
 */
export function createProcessor(ctx: Installation, handlers: Handlers, stopping: AbortSignal) {
  const work = async (
    job: Job,
    token: string | undefined,
    cancelled: AbortSignal | undefined,
  ): Promise<unknown> => {
    const signal = cancelled ? AbortSignal.any([stopping, cancelled]) : stopping;
    const { log } = ctx;
    const { name, payload } = readLogged(job, log);
    const noted = await recordRun(ctx, job, name);
    try {
      // The union of handlers cannot be called with the union of payloads; read() has matched them.
      const handler = handlers[name] as Handler<JobName>;
      const result = await handler(ctx, payload, signal);
      await noted.done(result);
      return result;
    } catch (error) {
      if (stopping.aborted) {
        await noted.ended('put-off', error);
        return giveBack(job, token, 1_000);
      }
      if (error instanceof PaperboyError && error.retryAfterMs !== undefined && token !== undefined) {
        log.warn({ reason: error.message, retryAfterMs: error.retryAfterMs }, 'job waits');
        await noted.ended('put-off', error);
        return giveBack(job, token, error.retryAfterMs);
      }
      const never = error instanceof PaperboyError && error.retry === 'never';
      log.error({ reason: reasonOf(error) }, 'job failed');
      await noted.ended(never || isLastTry(job) ? 'failed' : 'put-off', error);
      if (never) throw new UnrecoverableError(error.message);
      throw error;
    }
  };
  return (job: Job, token: string | undefined, cancelled: AbortSignal | undefined) => {
    const { id, name, queueName: queue, attemptsMade } = job;
    return withLogFields({ job: id, name, queue, attempt: attemptsMade + 1 }, () =>
      work(job, token, cancelled),
    );
  };
}

const isLastTry = (job: Job): boolean => job.attemptsMade + 1 >= (job.opts.attempts ?? 1);

/** As read, and what cannot be read is logged, because nothing else would tell of it. */
function readLogged(job: Job, log: Installation['log']): ReturnType<typeof read> {
  try {
    return read(job);
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'job failed');
    throw error;
  }
}

function read(job: Job): { name: JobName; payload: JobPayload<JobName> } {
  if (!Object.hasOwn(JOBS, job.name))
    throw new UnrecoverableError(`There is no job called ${job.name} in this release.`);
  const name = job.name as JobName;
  const payload = JOBS[name].payload.safeParse(job.data);
  if (!payload.success)
    throw new UnrecoverableError(`The payload is not one of ${name}: ${payload.error.message}`);
  return { name, payload: payload.data as JobPayload<JobName> };
}

async function giveBack(job: Job, token: string | undefined, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}
