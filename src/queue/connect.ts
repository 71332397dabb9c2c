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
import { JOBS, type JobRequest, jobId } from './jobs.ts';

/** What every producer needs: adding jobs. A context carries no more of the queue than this. */
export interface JobQueue {
  /** Adds a job, or a tree of them; a job whose id is known already is left as it is. */
  enqueue(job: JobRequest): Promise<void>;
}

export interface QueueConnection extends JobQueue {
  kind: 'redis' | 'postgres';
  queue(name: QueueName): Queue;
  /** What a BullMQ Worker needs to run on this backend. Only workers/main.ts makes Workers. */
  workerOptions(): { options: WorkerOptions; backend: typeof createPostgresBackend | undefined };
  /** Reports a queue or worker error, the same text at most once a minute. */
  onError(error: Error): void;
  /** Resolves when the backend answers; rejects with its error. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const SCHEMA = 'bullmq';
/** One connection a worker is held for LISTEN; the rest is shared by everything else in the process. */
const POOL_SIZE = QUEUE_NAMES.length + 6;

/**
 * Connects to the queue: Redis when REDIS_URL is set, else BullMQ's PostgreSQL backend on the same database.
 * Everything above is the same for both.
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
  /** Runs one action at a time, in all processes together where the backend needs that. */
  alone(action: () => Promise<void>): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

function redisConnection(url: string, onError: (error: Error) => void): Connection {
  // BullMQ asks for null: a worker waits for Redis to come back instead of failing its job.
  const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
  redis.on('error', onError);
  return {
    value: redis,
    alone: (action) => action(),
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
    alone: takeTurns(pool),
    ping: async () => {
      await pool.query('select 1');
    },
    close: async () => {}, // the database connection ends its pools
  };
}

/**
 * Takes turns by an advisory lock of the session, not of a transaction, which would keep the embedded database to itself.
 * Within the process turns are taken before a connection is, so that waiting never uses up the pool. On the embedded database,
 * where all connections are one session, the lock excludes nobody and the turns within its one process are what counts.
 */
function takeTurns(pool: pg.Pool): Connection['alone'] {
  let last: Promise<unknown> = Promise.resolve();
  const turn = async (action: () => Promise<void>) => {
    const client = await pool.connect();
    let failed = true;
    try {
      await client.query(`select pg_advisory_lock(hashtext('paperboy enqueues'))`);
      await action();
      await client.query(`select pg_advisory_unlock(hashtext('paperboy enqueues'))`);
      failed = false;
    } finally {
      // Closing the connection gives the lock back, too.
      client.release(failed);
    }
  };
  return (action) => {
    const result = last.then(() => turn(action));
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
  // BullMQ types its options by the Redis connection unless the backend is known at compile time.
  const shared = { connection: connection.value, ...(telemetry ? { telemetry } : {}) };
  const options = shared as unknown as QueueOptions;
  const factory = backend as unknown as undefined;
  const queues = new Map<QueueName, Queue>();
  const queue = (name: QueueName): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const made = new Queue(name, options, factory);
    made.on('error', onError);
    queues.set(name, made);
    return made;
  };
  const flows = new FlowProducer(options, factory);
  flows.on('error', onError);
  return {
    kind,
    queue,
    onError,
    ping: connection.ping,
    async enqueue(job) {
      // So that a request is found in the log from the job that it led to; what producers add every minute is nobody's news.
      log['requestId' in logFields() ? 'info' : 'debug']({ enqueued: jobId(job) }, 'enqueued');
      const into = queue(JOBS[job.name].queue);
      if (!job.children || job.children.length === 0) {
        await into.add(job.name, job.payload, jobOptions(job));
        return;
      }
      // Two that add one tree at once deadlock in PostgreSQL (bullmq 6.7), and a tree added again while its jobs end can
      // move a finished parent back to waiting. So a tree whose root is known is never handed over again.
      await connection.alone(async () => {
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
  const { attempts, backoffMs } = JOBS[job.name];
  return {
    jobId: jobId(job),
    attempts: job.attempts ?? attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.3 },
    removeOnComplete: JOB_RETENTION.completed,
    removeOnFail: JOB_RETENTION.failed,
    // Either way the parent runs: an optional child's failure is ignored, a needed one's fails the parent too.
    ...(job.optional ? { ignoreDependencyOnFailure: true } : { failParentOnFailure: true }),
  };
}

/** How many jobs of that queue one worker process runs at once. */
export function concurrencyOf(name: QueueName): number {
  return QUEUES[name].concurrency;
}
