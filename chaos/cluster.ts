import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type PrivateServer, startPostgres, startRedis } from '../bench/private-servers.ts';
import { readEnv } from '../config/env.ts';
import { addDays } from '../src/day.ts';
import { createLog } from '../src/log.ts';
import { addSubscriber } from '../src/subscribers/csv/import-subscribers.ts';
import { preferenceSchema } from '../src/subscribers/preferences/preference.ts';
import { install, SYSTEM_CLOCK } from '../src/wiring.ts';
import { dailyEntry, startHuggingFace } from '../test/support/hugging-face-server.ts';
import { following, TITLES } from '../test/support/list.ts';
import type { StandIn } from '../test/support/stand-in.ts';
import { installAudit } from './audit-queries.ts';
import { insertPreviousEdition } from './previous-edition-queries.ts';
import { startProxy, type TcpProxy } from './proxy.ts';

/** A Monday, so both the daily and the weekdays edition are sent. */
export const DAY = '2026-11-23';
/** Every third subscriber has the weekdays cadence, so two editions are sent at once. */
const WEEKDAYS_EVERY = 3;
const PAPERS = Array.from({ length: 12 }, (_, index) => `2611.${String(index + 1).padStart(5, '0')}`);
const TEMPLATE = 'chaos_subscribers';

/**
 * Resources shared by all scenarios: servers, proxies in front of them, a source of papers and a template
 * database.
 */
export interface Cluster {
  directory: string;
  subscribers: number;
  postgres: PrivateServer;
  redis: PrivateServer;
  postgresProxy: TcpProxy;
  redisProxy: TcpProxy;
  /**
   * Copies the template database and assigns an empty Redis database. Returns the environment for the
   * processes, and a database URL that bypasses the proxy.
   */
  newInstallation(): Promise<{ variables: Record<string, string>; direct: string }>;
  close(): Promise<void>;
}

/** Starts the servers and creates the subscribers. Throws when PostgreSQL or Redis is not installed. */
export async function startCluster(subscribers: number): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-chaos-'));
  const postgres = await startPostgres(directory);
  const redis = await startRedis(directory);
  if (!postgres || !redis) {
    await Promise.all([postgres?.stop(), redis?.stop()]);
    throw new Error('PostgreSQL and Redis are not installed. Run: apt-get install postgresql redis-server');
  }
  const [postgresProxy, redisProxy] = await Promise.all([startProxy(postgres.port), startProxy(redis.port)]);
  const feed = await startFeed();
  await query(postgres.url, `create database ${TEMPLATE}`);
  await createSubscribers(databaseUrl(postgres.port, TEMPLATE), directory, subscribers);
  let installations = 0;
  return {
    directory,
    subscribers,
    postgres,
    redis,
    postgresProxy,
    redisProxy,
    async newInstallation() {
      installations += 1;
      const name = `chaos_${installations}`;
      await query(postgres.url, `create database ${name} template ${TEMPLATE}`);
      return {
        direct: databaseUrl(postgres.port, name),
        variables: {
          ...processVariables(directory),
          DATABASE_URL: databaseUrl(postgresProxy.port, name),
          // A Redis database of its own, so nothing is left of the previous scenario.
          REDIS_URL: `redis://127.0.0.1:${redisProxy.port}/${installations}`,
          HF_BASE_URL: feed.url,
        },
      };
    },
    async close() {
      await Promise.all([postgresProxy.close(), redisProxy.close(), feed.close()]);
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Production settings, including React's production build. Logs go to standard error and are kept as
 * evidence.
 */
function processVariables(directory: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATA_DIR: directory,
    PUBLIC_URL: 'https://papers.example.org',
    APP_SECRET: 'a-secret-of-the-chaos-runs-that-is-long-enough',
    MAIL_POSTAL_ADDRESS: 'Paperboy, 2 Sample Lane, 12345 Sampletown',
    SOURCES: 'hugging-face',
    // The feed has no earlier lists.
    BACK_FILL_DAYS: '0',
  };
}

const databaseUrl = (port: number, name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** Few papers of one topic, so digests are short and rendering does not dominate. */
function startFeed(): Promise<StandIn> {
  const list = PAPERS.map((id, index) => {
    return dailyEntry({
      id,
      day: DAY,
      title: `${TITLES['agents-tool-use']} ${id}`,
      upvotes: PAPERS.length - index,
    });
  });
  return startHuggingFace({ lists: { [DAY]: list }, requestsPerWindow: 1_000_000 });
}

async function createSubscribers(url: string, directory: string, subscribers: number): Promise<void> {
  const env = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: directory, DATABASE_URL: url });
  // After the send hours of the day before: a digest is owed from the day of the scenario on.
  const joined = new Date(`${addDays(DAY, -1)}T23:00:00Z`);
  const clock = { now: () => joined, sleep: SYSTEM_CLOCK.sleep };
  const ctx = await install(env, { log: createLog('silent'), clock, migrate: 'apply' });
  try {
    await installAudit(ctx.db);
    const numbers = Array.from({ length: subscribers }, (_, number) => number).values();
    const add = async () => {
      for (const number of numbers) {
        await addSubscriber(ctx, {
          address: `reader${number}@example.com`,
          consentAt: new Date('2026-01-01T00:00:00Z'),
          consentSource: 'chaos',
          preference: preferenceSchema.parse({
            interests: following('agents-tool-use'),
            cadence: number % WEEKDAYS_EVERY === 0 ? 'weekdays' : 'daily',
            size: 2 + (number % 3),
            sendHour: 5,
          }),
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, add));
    await insertPreviousEdition(ctx.db, PAPERS);
  } finally {
    await ctx.close();
  }
}
