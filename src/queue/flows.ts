import { type JobRequest, newJob } from './jobs.ts';

/**
 * A day's run as one tree, so that the dashboard shows it as one: deliver ← plan ← rank ← observe ← ingest of every
 * source. A source or an observation that fails does not hold back the rest: yesterday's papers are still there.
 */
export function dailyRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  // Planning needs no ranking: digests are composed when their hour comes, and wait for a pool if need be.
  const ranking = { ...preparationRun(sources, day, again), optional: true };
  const planning = newJob('plan', { day, ...rerun }, { children: [ranking] });
  return newJob('deliver', { day, ...rerun }, { children: [planning] });
}

/** The same without planning and delivering, for a day whose mail is over: rank ← observe ← ingest of every source. */
export function preparationRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  const ingests = sources.map((source) => newJob('ingest', { source, day, ...rerun }, { optional: true }));
  const observing = newJob('observe', { day, ...rerun }, { optional: true, children: ingests });
  return newJob('rank', { day, ...rerun }, { children: [observing] });
}
