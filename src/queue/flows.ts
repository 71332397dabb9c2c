import { type JobRequest, request } from './jobs.ts';

/**
 * A day's run as one tree, so that the dashboard shows it as one: deliver ← plan ← rank ← observe ← ingest of every
 * source. A source or an observation that fails does not hold back the rest: yesterday's papers are still there.
 */
export function dailyRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  // Planning needs no ranking: digests are composed when their hour comes, and wait for a pool if need be.
  const ranking = { ...preparingRun(sources, day, again), optional: true };
  const planning = request('plan', { day, ...rerun }, { children: [ranking] });
  return request('deliver', { day, ...rerun }, { children: [planning] });
}

/** The same without planning and delivering, for a day whose mail is over: rank ← observe ← ingest of every source. */
export function preparingRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  const ingests = sources.map((source) => request('ingest', { source, day, ...rerun }, { optional: true }));
  const observing = request('observe', { day, ...rerun }, { optional: true, children: ingests });
  return request('rank', { day, ...rerun }, { children: [observing] });
}
