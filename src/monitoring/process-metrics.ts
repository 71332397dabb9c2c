import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Mailer, Provider } from '../ports.ts';

/** Outcome of a job run. `delayed`: returned to the queue for a later attempt. */
export type JobEnd = 'done' | 'delayed' | 'failed';

/** Prometheus metrics of one process. */
export interface ProcessMetrics {
  registry: Registry;
  jobEnded(name: string, end: JobEnd, seconds: number): void;
  /** Wraps the providers so that calls and their outcomes are counted. */
  instrument(providers: readonly Provider[]): Provider[];
}

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const JOB_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

/**
 * Starts the metrics of this process: Node's defaults with event-loop delay, jobs, and provider calls. Labels
 * have few values and never identify a person.
 */
export function openProcessMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const jobs = new Histogram({
    name: 'paperboy_job_duration_seconds',
    help: 'Duration of jobs in this process, by name and outcome.',
    labelNames: ['job', 'end'],
    buckets: JOB_SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: 'paperboy_provider_call_seconds',
    help: 'Duration of provider calls from this process.',
    labelNames: ['provider'],
    buckets: CALL_SECONDS,
    registers,
  });
  const outcomes = new Counter({
    name: 'paperboy_emails_total',
    help: 'Emails that this process handed to a provider, by outcome.',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const instrumented = (mailer: Mailer): Mailer => ({
    ...mailer,
    async send(batch, options) {
      const stopTimer = calls.startTimer({ provider: mailer.name });
      const results = await mailer.send(batch, options);
      stopTimer();
      for (const { outcome } of results) outcomes.inc({ provider: mailer.name, outcome });
      return results;
    },
  });
  return {
    registry,
    jobEnded: (job, end, seconds) => jobs.observe({ job, end }, seconds),
    instrument: (providers) => providers.map((each) => ({ ...each, mailer: instrumented(each.mailer) })),
  };
}
