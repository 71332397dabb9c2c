import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Env } from '../../config/env.ts';
import { PaperboyError } from '../errors.ts';
import { openEmbedded } from './embedded/embedded.ts';
import type { Database } from './schema.ts';

/** How the rows are kept: PGlite in this process, PGlite of another process that we joined, or a server. */
export type DatabaseKind = 'embedded' | 'embedded-guest' | 'server';

export interface DatabaseConnection {
  kind: DatabaseKind;
  db: Kysely<Database>;
  /** A further pool of ordinary connections, for the queue's PostgreSQL backend; ended by close(). */
  newPool(options: PoolOptions): pg.Pool;
  /** Runs what may rightly keep a connection longer than anything else does, such as a migration. */
  withoutCheckoutLimit<T>(action: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PoolOptions {
  max: number;
  searchPath: string;
  /** A query that is not answered within that many milliseconds fails; without it, one may listen for ever. */
  answerMs?: number;
  onError: (error: Error) => void;
}

/**
 * A connection that is lent out for longer is broken off, and whatever waits on it fails and is tried again: a server that has
 * accepted it and never answers would otherwise hold a worker for ever, because keep-alive asks the machine and not the server. By far
 * longer than the longest transaction, the planning of an edition: about two minutes for a million people.
 */
const LENT_MS = 10 * 60_000;

/** Days stay YYYY-MM-DD (pg would make them a local midnight), counts become numbers (all below 2^53 here). */
function typeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.DATE) return (text) => text;
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format ?? 'text');
}

/**
 * Connects to DATABASE_URL, or opens the embedded database in DATA_DIR.
 * Connections that break while idle are replaced by the pool and reported through `onError`.
 * Throws PaperboyError `DATABASE_UNREACHABLE` or `DATA_DIRECTORY_BUSY`.
 */
export async function connectDatabase(
  env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>,
  onError: (error: Error) => void,
  lentMs = LENT_MS,
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
    // A connection that is lent out and breaks tells only itself, and an error that nobody hears ends the process.
    pool.on('connect', (client) => client.on('error', report));
    // BullMQ listens once for every queue and worker that shares the pool; that is no leak.
    pool.setMaxListeners(0);
    pools.push(pool);
    return pool;
  };
  const pool = open({ max: 10 }, onError);
  let unhurried = 0;
  const lent = new WeakMap<pg.PoolClient, NodeJS.Timeout>();
  pool.on('acquire', (client) => {
    if (unhurried === 0)
      lent.set(
        client,
        setTimeout(() => void client.end(), lentMs),
      );
  });
  pool.on('release', (_error, client) => clearTimeout(lent.get(client)));
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
      message: 'The database does not answer.',
      remedy: embedded
        ? 'Stop every other Paperboy process on this data directory and start again.'
        : 'Check DATABASE_URL, and that PostgreSQL runs and lets this user in.',
      retry: 'later',
      cause: error,
    });
  }
  return {
    kind: embedded ? (embedded.owned ? 'embedded' : 'embedded-guest') : 'server',
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    newPool({ max, searchPath, answerMs, onError: report }) {
      const sizes = { max, ...(answerMs === undefined ? {} : { query_timeout: answerMs }) };
      // PGlite ignores start-up options; embedded.ts sets the path there for all connections together.
      return open(embedded ? sizes : { ...sizes, options: `-c search_path=${searchPath}` }, report);
    },
    async withoutCheckoutLimit(action) {
      unhurried += 1;
      try {
        return await action();
      } finally {
        unhurried -= 1;
      }
    },
    close,
  };
}
