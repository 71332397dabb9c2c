import {
  createPostgresBackend,
  type FlowJob,
  FlowProducer,
  type JobsOptions,
  Queue,
  type QueueOptions,
  runMigrations,
  type Telemetry,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import type { Env } from '../../config/env.ts';
import { JOB_RETENTION, QUEUE_NAMES, QUEUES, type QueueName } from '../../config/queues.ts';
import type { DatabaseConnection } from '../db/connect.ts';
import { type Log, limitRepeats, logFields } from '../log.ts';
import { definitionOf, JOBS, type JobRequest, jobId } from './jobs.ts';

/** The producing side of the queue, the only one that a context carries. */
export interface JobQueue {
  /** Adds a job or a tree of jobs. A job with a known id is not added again. */
  enqueue(job: JobRequest): Promise<void>;
}

export interface QueueConnection extends JobQueue {
  kind: 'redis' | 'postgres';
  queue(name: QueueName): Queue;
  /** Options for a BullMQ Worker on this backend. Only workers/main.ts creates Workers. */
  workerOptions(): { options: WorkerOptions; backend: typeof createPostgresBackend | undefined };
  /** Logs a queue or worker error, the same text at most once a minute. */
  onError(error: Error): void;
  /** Resolves when the backend responds; rejects with its error. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const SCHEMA = 'bullmq';
/** One connection per worker for LISTEN, plus six shared by the rest of the process. */
const POOL_SIZE = QUEUE_NAMES.length + 6;

/**
 * Connects to the queue: Redis when REDIS_URL is set, else BullMQ's PostgreSQL backend on the same database.
 */
export async function connectQueue(
  env: Pick<Env, 'REDIS_URL'>,
  database: DatabaseConnection,
  log: Log,
  telemetry?: Telemetry,
): Promise<QueueConnection> {
  const report = limitRepeats(60_000, Date.now, (message, held) =>
    log.error({ reason: message, repeated: held }, 'queue error'),
  );
  const onError = (error: Error) => report(error.message || error.name);
  return env.REDIS_URL
    ? build('redis', redisConnection(env.REDIS_URL, onError), undefined, onError, log, telemetry)
    : build(
        'postgres',
        await postgresConnection(database, onError),
        createPostgresBackend,
        onError,
        log,
        telemetry,
      );
}

interface Connection {
  value: Redis | pg.Pool;
  /** Runs one action at a time across all processes, where the backend needs that. */
  exclusively(action: () => Promise<void>): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

function redisConnection(url: string, onError: (error: Error) => void): Connection {
  // BullMQ requires null: a worker waits for Redis to return instead of failing its job.
  const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
  redis.on('error', onError);
  return {
    value: redis,
    exclusively: (action) => action(),
    ping: async () => {
      await redis.ping();
    },
    close: async () => {
      redis.disconnect();
    },
  };
}

async function postgresConnection(
  database: DatabaseConnection,
  onError: (error: Error) => void,
): Promise<Connection> {
  const pool = database.newPool({ max: POOL_SIZE, searchPath: SCHEMA, onError });
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
  return {
    value: pool,
    exclusively: serialize(pool),
    ping: async () => {
      await pool.query('select 1');
    },
    close: async () => {}, // The database connection closes its pools.
  };
}

/**
 * Serializes actions by a session-level advisory lock; a transaction-level one would block the whole embedded
 * database. Actions of this process queue up before they take a connection, so waiting never exhausts the
 * pool. On the embedded database all connections are one session and the lock excludes nothing; there the
 * queue in its single process does.
 */
function serialize(pool: pg.Pool): Connection['exclusively'] {
  let last: Promise<unknown> = Promise.resolve();
  const withLock = async (action: () => Promise<void>) => {
    const client = await pool.connect();
    let failed = true;
    try {
      await client.query(`select pg_advisory_lock(hashtext('paperboy enqueues'))`);
      await action();
      await client.query(`select pg_advisory_unlock(hashtext('paperboy enqueues'))`);
      failed = false;
    } finally {
      // After a failure the connection is closed, which also releases the lock.
      client.release(failed);
    }
  };
  return (action) => {
    const result = last.then(() => withLock(action));
    last = result.catch(() => undefined);
    return result;
  };
}

function build(
  kind: QueueConnection['kind'],
  connection: Connection,
  backend: typeof createPostgresBackend | undefined,
  onError: (error: Error) => void,
  log: Log,
  telemetry: Telemetry | undefined,
): QueueConnection {
  // BullMQ types its options for a Redis connection unless the backend is known at compile time.
  const shared = { connection: connection.value, ...(telemetry ? { telemetry } : {}) };
  const options = shared as unknown as QueueOptions;
  const factory = backend as unknown as undefined;
  const queues = new Map<QueueName, Queue>();
  const queue = (name: QueueName): Queue => {
    const existing = queues.get(name);
    if (existing) return existing;
    const created = new Queue(name, options, factory);
    created.on('error', onError);
    queues.set(name, created);
    return created;
  };
  const flows = new FlowProducer(options, factory);
  flows.on('error', onError);
  return {
    kind,
    queue,
    onError,
    ping: connection.ping,
    async enqueue(job) {
      // With a request id the line links the job to its request; jobs added every minute are only debug
      // output.
      log['requestId' in logFields() ? 'info' : 'debug']({ enqueued: jobId(job) }, 'enqueued');
      const into = queue(JOBS[job.name].queue);
      if (!job.children || job.children.length === 0) {
        await into.add(job.name, job.payload, jobOptions(job));
        return;
      }
      // Two concurrent adds of one tree deadlock in PostgreSQL (bullmq 6.7), and a tree added again while its
      // jobs end can move a finished parent back to waiting. So a tree with a known root is never added
      // again.
      await connection.exclusively(async () => {
        if ((await into.getJob(jobId(job))) === undefined) await flows.add(toFlow(job));
      });
    },
    workerOptions: () => ({
      options: shared as unknown as WorkerOptions,
      backend,
    }),
    async close() {
      await Promise.all([...queues.values(), flows].map((each) => each.close()));
      await connection.close();
    },
  };
}

function toFlow(job: JobRequest): FlowJob {
  return {
    name: job.name,
    queueName: JOBS[job.name].queue,
    data: job.payload,
    opts: jobOptions(job),
    ...(job.children ? { children: job.children.map(toFlow) } : {}),
  };
}

function jobOptions(job: JobRequest): JobsOptions {
  const { attempts, backoffMs, priority } = definitionOf(job.name);
  return {
    jobId: jobId(job),
    attempts: job.attempts ?? attempts,
    ...(priority === undefined ? {} : { priority }),
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.3 },
    removeOnComplete: JOB_RETENTION.completed,
    removeOnFail: JOB_RETENTION.failed,
    // The failure of an optional child is ignored; that of a required one fails its parent, too.
    ...(job.optional ? { ignoreDependencyOnFailure: true } : { failParentOnFailure: true }),
  };
}

/** Number of jobs of this queue that one worker process runs at once. */
export function concurrencyOf(name: QueueName): number {
  return QUEUES[name].concurrency;
}
