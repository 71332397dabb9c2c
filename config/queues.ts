/** Queues with the number of jobs that one worker process runs at once. */
export const QUEUES = {
  ingestion: { concurrency: 2 },
  editions: { concurrency: 1 },
  delivery: { concurrency: 2 },
  notifications: { concurrency: 4 },
  housekeeping: { concurrency: 1 },
} as const;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** Retention of finished jobs: they stay visible in the dashboard, and their ids keep meaning "done". */
export const JOB_RETENTION = {
  completed: { age: 3 * 24 * 3600, count: 5_000 },
  failed: { age: 14 * 24 * 3600, count: 5_000 },
} as const;

/** Time on SIGTERM in which running jobs end or return to the queue; BullMQ has no such deadline. */
export const DRAIN_MS = 10_000;
/** Part of DRAIN_MS after which running jobs are told to stop at their next safe point. */
export const DRAIN_GRACE_MS = 2_000;
