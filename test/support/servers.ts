import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type PrivateServer, startPostgres, startRedis } from '../../bench/private-servers.ts';
import { readEnv } from '../../config/env.ts';
import { createLog } from '../../src/log.ts';
import { install } from '../../src/wiring.ts';
import { NO_BROWSER } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory with an up-to-date, empty database, to be copied. */
    template: string;
    /** Addresses of the servers that this run started; null if the program is not installed. */
    postgres: string | null;
    redis: string | null;
  }
}

/** The up-to-date, empty database that `create database … template` copies for each test installation. */
export const TEMPLATE_DATABASE = 'paperboy_template';

/** Creates the data directory, with an up-to-date, empty database, that embedded installations copy. */
async function createTemplateDirectory(template: string): Promise<void> {
  const env = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: template });
  await (await install(env, { log: createLog('silent') })).close();
  rmSync(join(template, 'app-secret'));
}

/** Each database lives for one test: none of it needs vacuuming or must survive a crash of the machine. */
const SHORT_LIVED = ['autovacuum=off', 'full_page_writes=off', 'synchronous_commit=off'];

async function startTemplatePostgres(directory: string): Promise<PrivateServer | null> {
  const postgres = await startPostgres(directory, SHORT_LIVED);
  if (postgres) await createTemplateDatabase(postgres.url, directory);
  return postgres;
}

async function createTemplateDatabase(server: string, directory: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${TEMPLATE_DATABASE}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${TEMPLATE_DATABASE}`;
  const env = readEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: join(directory, 'template-keys'),
    DATABASE_URL: url.href,
  });
  await (await install(env, { log: createLog('silent'), migrate: 'apply' })).close();
}

/**
 * Starts private PostgreSQL and Redis servers on free ports of 127.0.0.1 if the programs are found, and
 * creates the template of the embedded database. Servers that already run on the machine are never touched.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-test-'));
  const template = join(directory, 'template');
  const [postgres, redis] = await Promise.all([
    startTemplatePostgres(directory),
    startRedis(directory),
    createTemplateDirectory(template),
  ]);
  for (const [name, found] of Object.entries({
    PostgreSQL: postgres,
    Redis: redis,
    Chromium: NO_BROWSER === null,
  })) {
    if (found) continue;
    if (process.env.TEST_REQUIRES_ALL) throw new Error(`${name} is not installed, and this run requires it.`);
    process.stderr.write(`${name} is not installed: the suites that need it are skipped.\n`);
  }
  project.provide('template', template);
  project.provide('postgres', postgres?.url ?? null);
  project.provide('redis', redis?.url ?? null);
  return async () => {
    await Promise.all([postgres?.stop(), redis?.stop()]);
    rmSync(directory, { recursive: true, force: true });
  };
}
