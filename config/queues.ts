/** The queues, with how many jobs of each run at once in one worker process. */
export const QUEUES = {
  ingestion: { concurrency: 2 },
  editions: { concurrency: 1 },
  delivery: { concurrency: 2 },
  notifications: { concurrency: 4 },
  housekeeping: { concurrency: 1 },
} as const;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** Finished jobs stay visible on the dashboard, and their ids keep meaning "done", for this long. */
export const JOB_RETENTION = {
  completed: { age: 3 * 24 * 3600, count: 5_000 },
  failed: { age: 14 * 24 * 3600, count: 5_000 },
} as const;

/** What BullMQ does not do by itself on SIGTERM: running jobs end or give their work back within this time. */
export const DRAIN_MS = 10_000;
/** After so much of it, jobs still running are told to stop at their next safe point. */
export const DRAIN_GRACE_MS = 2_000;
