import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Env } from '../../config/env.ts';
import { PaperboyError } from '../errors.ts';
import { openEmbedded } from './embedded/embedded.ts';
import type { Database } from './schema.ts';

/** PGlite in this process, PGlite of another process that this one joined, or a server. */
export type DatabaseKind = 'embedded' | 'embedded-guest' | 'server';

export interface DatabaseConnection {
  kind: DatabaseKind;
  db: Kysely<Database>;
  /** Opens another pool, e.g. for the queue's PostgreSQL backend; ended by close(). */
  newPool(options: PoolOptions): pg.Pool;
  /** Runs an action that may hold a connection longer than `MAX_CHECKOUT_MS`, like a migration. */
  withoutCheckoutLimit<T>(action: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PoolOptions {
  max: number;
  searchPath: string;
  /** Milliseconds after which a query fails. Without it a query may wait indefinitely, as LISTEN does. */
  queryTimeoutMs?: number;
  onError: (error: Error) => void;
}

/**
 * Checkout time after which a connection is closed, so that its query fails and is retried. A server that
 * accepts a connection and never responds would otherwise hold a worker forever: TCP keep-alive probes the
 * machine, not PostgreSQL. Far above the longest transaction, planning an edition: about two minutes for a
 * million subscribers.
 */
const MAX_CHECKOUT_MS = 10 * 60_000;

/**
 * Dates stay YYYY-MM-DD (pg would make them a local midnight); counts become numbers (all below 2^53 here).
 */
function typeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.DATE) return (text) => text;
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format ?? 'text');
}

/**
 * Connects to DATABASE_URL, or opens the embedded database in DATA_DIR. Broken idle connections are reported
 * to `onError` and replaced by the pool. Throws PaperboyError `DATABASE_UNREACHABLE` or
 * `DATA_DIRECTORY_BUSY`.
 */
export async function connectDatabase(
  env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>,
  onError: (error: Error) => void,
  maxCheckoutMs = MAX_CHECKOUT_MS,
): Promise<DatabaseConnection> {
  const embedded = env.DATABASE_URL === undefined ? await openEmbedded(env.DATA_DIR) : null;
  const address: pg.PoolConfig = embedded
    ? { host: embedded.socketDirectory, port: 5432, user: 'postgres', database: 'postgres' }
    : { connectionString: env.DATABASE_URL };
  const pools: pg.Pool[] = [];
  const open = (config: pg.PoolConfig, report: (error: Error) => void): pg.Pool => {
    const pool = new pg.Pool({
      ...address,
      ...config,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    });
    pool.on('error', report);
    // A checked-out client emits its own errors, and an unhandled 'error' event ends the process.
    pool.on('connect', (client) => client.on('error', report));
    // BullMQ adds one listener per queue and worker on the shared pool; no leak.
    pool.setMaxListeners(0);
    pools.push(pool);
    return pool;
  };
  const pool = open({ max: 10 }, onError);
  let unlimitedActions = 0;
  const timers = new WeakMap<pg.PoolClient, NodeJS.Timeout>();
  pool.on('acquire', (client) => {
    if (unlimitedActions === 0)
      timers.set(
        client,
        setTimeout(() => void client.end(), maxCheckoutMs),
      );
  });
  pool.on('release', (_error, client) => clearTimeout(timers.get(client)));
  const close = async () => {
    await Promise.all(pools.map((each) => each.end()));
    await embedded?.close();
  };
  try {
    await pool.query('select 1');
  } catch (error) {
    await close();
    throw new PaperboyError({
      code: 'DATABASE_UNREACHABLE',
      message: 'The database is not responding.',
      remedy: embedded
        ? 'Stop all other Paperboy processes that use this data directory, then start again.'
        : 'Check DATABASE_URL, and that PostgreSQL is running and accepts this user.',
      retry: 'later',
      cause: error,
    });
  }
  return {
    kind: embedded ? (embedded.owned ? 'embedded' : 'embedded-guest') : 'server',
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    newPool({ max, searchPath, queryTimeoutMs, onError: report }) {
      const config = { max, ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }) };
      // PGlite ignores start-up options; embedded.ts sets the search path for all connections at once.
      return open(embedded ? config : { ...config, options: `-c search_path=${searchPath}` }, report);
    },
    async withoutCheckoutLimit(action) {
      unlimitedActions += 1;
      try {
        return await action();
      } finally {
        unlimitedActions -= 1;
      }
    },
    close,
  };
}
