import { Worker } from 'bullmq';
import { DRAIN_GRACE_MS, DRAIN_MS, QUEUE_NAMES } from '../config/queues.ts';
import type { ProcessMetrics } from '../src/monitoring/process-metrics.ts';
import { concurrencyOf } from '../src/queue/connect.ts';
import type { Installation } from '../src/wiring.ts';
import { createProcessor, type Handlers } from './job-handler.ts';
import { answerJob } from './jobs/answer.ts';
import { backFillJob } from './jobs/back-fill.ts';
import { deliverJob } from './jobs/deliver.ts';
import { housekeepingJob } from './jobs/housekeeping.ts';
import { importJob } from './jobs/import.ts';
import { ingestJob } from './jobs/ingest.ts';
import { notifyJob } from './jobs/notify.ts';
import { observeJob } from './jobs/observe.ts';
import { planJob } from './jobs/plan.ts';
import { rankJob } from './jobs/rank.ts';
import { refitJob } from './jobs/refit.ts';
import { sendDueJob } from './jobs/send-due.ts';
import { sendSlotJob } from './jobs/send-slot.ts';
import { withRunMetrics } from './run-metrics.ts';

/** Handler of every job. The demo wraps them to report progress. */
export const JOB_HANDLERS: Handlers = {
  ingest: ingestJob,
  'back-fill': backFillJob,
  observe: observeJob,
  rank: rankJob,
  plan: planJob,
  deliver: deliverJob,
  'send-slot': sendSlotJob,
  'send-due': sendDueJob,
  notify: notifyJob,
  answer: answerJob,
  import: importJob,
  refit: refitJob,
  housekeeping: housekeepingJob,
};

export interface RunningWorkers {
  /** Stops taking jobs and waits at most DRAIN_MS for running jobs to end or return to the queue. */
  drain(): Promise<void>;
}

/** Starts one worker per queue. The only file that creates Workers; importing it starts nothing. */
export async function startWorkers(
  ctx: Installation,
  handlers: Handlers = JOB_HANDLERS,
  metrics?: Pick<ProcessMetrics, 'jobEnded'>,
): Promise<RunningWorkers> {
  const stopping = new AbortController();
  const { options, backend } = ctx.queue.workerOptions();
  const processor = withRunMetrics(createProcessor(ctx, handlers, stopping.signal), metrics);
  const workers = QUEUE_NAMES.map((name) => {
    // BullMQ types the backend by the connection; both come as a pair from the queue's connection.
    const worker = new Worker(
      name,
      processor,
      { ...options, concurrency: concurrencyOf(name) },
      backend as unknown as undefined,
    );
    worker.on('error', (error) => ctx.queue.onError(error));
    return worker;
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return { drain: () => drain(workers, stopping) };
}

async function drain(workers: readonly Worker[], stopping: AbortController): Promise<void> {
  const grace = setTimeout(() => stopping.abort(new Error('the process is stopping')), DRAIN_GRACE_MS);
  // pause() takes no more jobs and waits for running ones. close() does, too, but cannot be forced once
  // called.
  await within(DRAIN_MS - 1_000, Promise.all(workers.map((worker) => worker.pause())));
  clearTimeout(grace);
  // A job that ignored the signal keeps its lock; another worker takes it over when the lock expires.
  await within(1_000, Promise.all(workers.map((worker) => worker.close(true))));
}

async function within(milliseconds: number, action: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([action, late]);
  clearTimeout(timer);
}
