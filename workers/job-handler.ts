import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { PaperboyError, reasonOf } from '../src/errors.ts';
import { withLogFields } from '../src/log.ts';
import { JOBS, type JobName, type JobPayload } from '../src/queue/jobs.ts';
import type { Installation } from '../src/wiring.ts';
import { recordRun } from './record-run.ts';

/** Work of one job. It may run twice, concurrently or after a crash; its file says why that is safe. */
export type Handler<Name extends JobName> = (
  ctx: Installation,
  payload: JobPayload<Name>,
  signal: AbortSignal,
) => Promise<unknown>;

export type Handlers = { [Name in JobName]: Handler<Name> };

/**
 * Creates BullMQ's processor: parses the payload, runs the handler, and maps the retry policy of a
 * PaperboyError to BullMQ. `retryAfterMs` and a stopping process return the job to the queue without counting
 * an attempt.
 */
export function createProcessor(ctx: Installation, handlers: Handlers, stopping: AbortSignal) {
  const work = async (
    job: Job,
    token: string | undefined,
    cancelled: AbortSignal | undefined,
  ): Promise<unknown> => {
    const signal = cancelled ? AbortSignal.any([stopping, cancelled]) : stopping;
    const { log } = ctx;
    const { name, payload } = parseLogged(job, log);
    const run = await recordRun(ctx, job, name);
    try {
      // The union of handlers cannot be called with the union of payloads; parseJob() has matched them.
      const handler = handlers[name] as Handler<JobName>;
      const result = await handler(ctx, payload, signal);
      await run.done(result);
      return result;
    } catch (error) {
      if (stopping.aborted) {
        await run.ended('put-off', error);
        return returnToQueue(job, token, 1_000);
      }
      if (error instanceof PaperboyError && error.retryAfterMs !== undefined && token !== undefined) {
        log.warn({ reason: error.message, retryAfterMs: error.retryAfterMs }, 'job delayed');
        await run.ended('put-off', error);
        return returnToQueue(job, token, error.retryAfterMs);
      }
      const never = error instanceof PaperboyError && error.retry === 'never';
      log.error({ reason: reasonOf(error) }, 'job failed');
      await run.ended(never || isLastAttempt(job) ? 'failed' : 'put-off', error);
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

const isLastAttempt = (job: Job): boolean => job.attemptsMade + 1 >= (job.opts.attempts ?? 1);

/** Parses a job and logs a failure, which has no run row. */
function parseLogged(job: Job, log: Installation['log']): ReturnType<typeof parseJob> {
  try {
    return parseJob(job);
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'job failed');
    throw error;
  }
}

function parseJob(job: Job): { name: JobName; payload: JobPayload<JobName> } {
  if (!Object.hasOwn(JOBS, job.name))
    throw new UnrecoverableError(`This release has no job named ${job.name}.`);
  const name = job.name as JobName;
  const payload = JOBS[name].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`Invalid payload for ${name}: ${payload.error.message}`);
  return { name, payload: payload.data as JobPayload<JobName> };
}

async function returnToQueue(job: Job, token: string | undefined, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}
