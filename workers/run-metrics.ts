import { DelayedError, type Job } from 'bullmq';
import type { ProcessMetrics } from '../src/monitoring/process-metrics.ts';
import { JOBS } from '../src/queue/jobs.ts';

type Processor = (
  job: Job,
  token: string | undefined,
  cancelled: AbortSignal | undefined,
) => Promise<unknown>;

/** The same processor; how long each job takes and how it ends is measured. */
export function withRunMetrics(
  processor: Processor,
  metrics: Pick<ProcessMetrics, 'jobEnded'> | undefined,
): Processor {
  if (!metrics) return processor;
  return async (job, ...rest) => {
    const began = performance.now();
    // Names come from outside the process, and each would be a series of its own.
    const name = Object.hasOwn(JOBS, job.name) ? job.name : 'unknown';
    const ended = (end: 'done' | 'waits' | 'failed') =>
      metrics.jobEnded(name, end, (performance.now() - began) / 1000);
    try {
      const result = await processor(job, ...rest);
      ended('done');
      return result;
    } catch (error) {
      ended(error instanceof DelayedError ? 'waits' : 'failed');
      throw error;
    }
  };
}
