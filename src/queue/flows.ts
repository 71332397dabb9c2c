import { type JobRequest, newJob } from './jobs.ts';

/**
 * The daily run as one BullMQ flow, which a dashboard shows as one tree: deliver ← plan ← rank ← observe ←
 * ingest of every source. A failed ingest or observation does not stop the rest: earlier papers are still
 * there.
 */
export function dailyRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  // Ranking is optional for planning: digests are composed at their send hour and wait for a pool if
  // necessary.
  const ranking = { ...preparationRun(sources, day, again), optional: true };
  const planning = newJob('plan', { day, ...rerun }, { children: [ranking] });
  return newJob('deliver', { day, ...rerun }, { children: [planning] });
}

/** The daily run without planning and delivery, for a past day: rank ← observe ← ingest of every source. */
export function preparationRun(sources: readonly string[], day: string, again?: string): JobRequest {
  const rerun = again === undefined ? {} : { again };
  const ingests = sources.map((source) => newJob('ingest', { source, day, ...rerun }, { optional: true }));
  const observing = newJob('observe', { day, ...rerun }, { optional: true, children: ingests });
  return newJob('rank', { day, ...rerun }, { children: [observing] });
}
