import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Mailer, Provider } from '../ports.ts';

/** How a job ended: `waits` when it was given back to be tried again. */
export type JobEnd = 'done' | 'waits' | 'failed';

/** What one process measures of itself. */
export interface ProcessMetrics {
  registry: Registry;
  jobEnded(name: string, end: JobEnd, seconds: number): void;
  /** The same providers; what they are asked and how they answer is counted. */
  instrument(providers: readonly Provider[]): Provider[];
}

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const JOB_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

/** Begins to measure: event-loop delay and what Node tells of itself, jobs, and calls of providers. Labels are few and never a person. */
export function openProcessMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const jobs = new Histogram({
    name: 'paperboy_job_duration_seconds',
    help: 'Jobs that ended in this process, by name and by how they ended.',
    labelNames: ['job', 'end'],
    buckets: JOB_SECONDS,
    registers,
  });
  const mails = new Histogram({
    name: 'paperboy_provider_call_seconds',
    help: 'Calls of a provider from this process.',
    labelNames: ['provider'],
    buckets: CALL_SECONDS,
    registers,
  });
  const outcomes = new Counter({
    name: 'paperboy_mails_total',
    help: 'Mails that this process handed to a provider, by what became of them.',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const counted = (mailer: Mailer): Mailer => ({
    ...mailer,
    async send(batch, options) {
      const end = mails.startTimer({ provider: mailer.name });
      const results = await mailer.send(batch, options);
      end();
      for (const { outcome } of results) outcomes.inc({ provider: mailer.name, outcome });
      return results;
    },
  });
  return {
    registry,
    jobEnded: (job, end, seconds) => jobs.observe({ job, end }, seconds),
    instrument: (providers) => providers.map((each) => ({ ...each, mailer: counted(each.mailer) })),
  };
}
