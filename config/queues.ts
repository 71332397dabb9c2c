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

/**
 * Jobs that send due deliveries. A send slot sends up to `deliveries` itself and adds a job for each further so
 * many, at most `most` at once; a job with more left to send is followed by another one.
 */
export const SENDING_JOBS = {
  /** Some ten seconds of work: in between, a process takes the next send slot, which recovers from crashes. */
  deliveries: 5_000,
  /** More than the lanes of all worker processes (`QUEUES.delivery.concurrency` each) does not help. */
  most: 16,
} as const;

/** Retention of finished jobs: they stay visible in the dashboard, and their ids keep meaning "done". */
export const JOB_RETENTION = {
  completed: { age: 3 * 24 * 3600, count: 5_000 },
  failed: { age: 14 * 24 * 3600, count: 5_000 },
} as const;

/** Time on SIGTERM in which running jobs end or return to the queue; BullMQ has no such deadline. */
export const DRAIN_MS = 10_000;
/** Part of DRAIN_MS after which running jobs are told to stop at their next safe point. */
export const DRAIN_GRACE_MS = 2_000;
