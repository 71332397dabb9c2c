import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type PrivateServer, startPostgres, startRedis } from '../bench/private-servers.ts';
import { readEnv } from '../config/env.ts';
import { createLog } from '../src/log.ts';
import { addSubscriber } from '../src/subscribers/csv/import-subscribers.ts';
import { preferenceSchema } from '../src/subscribers/preferences/preference.ts';
import { install } from '../src/wiring.ts';
import { dailyEntry, startHuggingFace } from '../test/support/hugging-face-server.ts';
import { following, TITLES } from '../test/support/list.ts';
import type { StandIn } from '../test/support/stand-in.ts';
import { installAudit } from './audit-queries.ts';
import { installEarlier } from './earlier-queries.ts';
import { type Relay, startRelay } from './relay.ts';

/** A Monday, so that both the daily and the weekdays edition of it go out. */
export const DAY = '2026-11-23';
/** Every such person reads on weekdays only: two editions are under way at once. */
const WEEKDAYS_EVERY = 3;
const PAPERS = Array.from({ length: 12 }, (_, index) => `2611.${String(index + 1).padStart(5, '0')}`);
const TEMPLATE = 'chaos_people';

/** What all scenarios of a run share: servers of its own, doors to them, a source of papers, and a database to copy. */
export interface Stage {
  directory: string;
  people: number;
  postgres: PrivateServer;
  redis: PrivateServer;
  postgresDoor: Relay;
  redisDoor: Relay;
  /** A fresh copy of the database with everybody in it, and an empty Redis: what to set, for processes and for ourselves. */
  newInstallation(): Promise<{ variables: Record<string, string>; direct: string }>;
  close(): Promise<void>;
}

/** Starts the servers and makes the people. Throws when PostgreSQL or Redis is not installed. */
export async function setStage(people: number): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-chaos-'));
  const postgres = await startPostgres(directory);
  const redis = await startRedis(directory);
  if (!postgres || !redis) {
    await Promise.all([postgres?.stop(), redis?.stop()]);
    throw new Error('These tests need the programs of postgresql and redis-server: apt-get install both.');
  }
  const [postgresDoor, redisDoor] = await Promise.all([startRelay(postgres.port), startRelay(redis.port)]);
  const feed = await startFeed();
  await query(postgres.url, `create database ${TEMPLATE}`);
  await makePeople(databaseUrl(postgres.port, TEMPLATE), directory, people);
  let installations = 0;
  return {
    directory,
    people,
    postgres,
    redis,
    postgresDoor,
    redisDoor,
    async newInstallation() {
      installations += 1;
      const name = `chaos_${installations}`;
      await query(postgres.url, `create database ${name} template ${TEMPLATE}`);
      return {
        direct: databaseUrl(postgres.port, name),
        variables: {
          ...processVariables(directory),
          DATABASE_URL: databaseUrl(postgresDoor.port, name),
          // A number of its own, so that nothing of the scenario before is found.
          REDIS_URL: `redis://127.0.0.1:${redisDoor.port}/${installations}`,
          HF_BASE_URL: feed.url,
        },
      };
    },
    async close() {
      await Promise.all([postgresDoor.close(), redisDoor.close(), feed.close()]);
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** As in production, React's fast build included; what is said goes to standard error and is kept for whoever looks. */
function processVariables(directory: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATA_DIR: directory,
    PUBLIC_URL: 'https://papers.example.org',
    APP_SECRET: 'a-secret-of-the-chaos-runs-that-is-long-enough',
    MAIL_POSTAL_ADDRESS: 'Paperboy, 2 Sample Lane, 12345 Sampletown',
    SOURCES: 'hugging-face',
  };
}

const databaseUrl = (port: number, name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** A few papers of one topic, so that a digest is short and rendering does not take all the time. */
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

async function makePeople(url: string, directory: string, people: number): Promise<void> {
  const env = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: directory, DATABASE_URL: url });
  const ctx = await install(env, { log: createLog('silent'), migrate: 'apply' });
  try {
    await installAudit(ctx.db);
    const numbers = Array.from({ length: people }, (_, number) => number).values();
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
    await installEarlier(ctx.db, PAPERS);
  } finally {
    await ctx.close();
  }
}
