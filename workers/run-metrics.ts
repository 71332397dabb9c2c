import { DelayedError, type Job } from 'bullmq';
import type { JobEnd, ProcessMetrics } from '../src/monitoring/process-metrics.ts';
import { JOBS } from '../src/queue/jobs.ts';

type Processor = (
  job: Job,
  token: string | undefined,
  cancelled: AbortSignal | undefined,
) => Promise<unknown>;

/** Wraps a processor so that duration and outcome of every job are recorded. */
export function withRunMetrics(
  processor: Processor,
  metrics: Pick<ProcessMetrics, 'jobEnded'> | undefined,
): Processor {
  if (!metrics) return processor;
  return async (job, ...rest) => {
    const began = performance.now();
    // Job names come from the queue, and every unknown one would create a series of its own.
    const name = Object.hasOwn(JOBS, job.name) ? job.name : 'unknown';
    const ended = (end: JobEnd) => metrics.jobEnded(name, end, (performance.now() - began) / 1000);
    try {
      const result = await processor(job, ...rest);
      ended('done');
      return result;
    } catch (error) {
      ended(error instanceof DelayedError ? 'delayed' : 'failed');
      throw error;
    }
  };
}
