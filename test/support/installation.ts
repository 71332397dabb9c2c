import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import pg from 'pg';
import { expect, inject } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { createLog } from '../../src/log.ts';
import type {
  Mailer,
  PaperSource,
  Provider,
  ProviderLimits,
  SignalSource,
  Summarizer,
} from '../../src/ports.ts';
import { type Installation, install } from '../../src/wiring.ts';
import { type TestClock, testClock } from './clock.ts';
import { TEMPLATE_DATABASE } from './servers.ts';
import { UNREACHABLE } from './unreachable.ts';

/** Three ways to run: without any server; with PostgreSQL; with PostgreSQL and Redis. */
export const WAYS = ['embedded', 'postgres', 'redis'] as const;
export type Way = (typeof WAYS)[number];

/** Reason for skipping that way on this machine, for the title of its suite; null when it runs. */
export function missingFor(way: Way): string | null {
  if (way !== 'embedded' && inject('postgres') === null) return 'PostgreSQL is not installed';
  if (way === 'redis' && inject('redis') === null) return 'Redis is not installed';
  return null;
}

export interface TestOptions {
  way?: Way;
  /** Start of the clock, which only moves when a test moves it. */
  now?: string;
  /** Variables in addition to those of a test. */
  env?: Record<string, string>;
  /** Used instead of the ones that the environment names. */
  mailer?: Mailer;
  providers?: Provider[];
  sources?: PaperSource[];
  signalSources?: SignalSource[];
  summarizer?: Summarizer;
}

/** A complete installation with a database of its own and a clock that the test moves. */
export interface TestInstallation extends Installation {
  clock: TestClock;
  /** Environment for another process on the same installation. */
  variables: Record<string, string>;
  directory: string;
}

/**
 * Opens an installation wired as in production, on a copy of the template's PGlite or of the template
 * database.
 */
export async function testInstallation(options: TestOptions = {}): Promise<TestInstallation> {
  const way = options.way ?? defaultWay();
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-case-'));
  const clock = testClock(options.now ?? '2026-11-23T08:00:00Z');
  const variables: Record<string, string> = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    PORT: '0',
    PUBLIC_URL: 'http://paperboy.example.org',
    APP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
    // Tests that want a back-fill say so.
    BACK_FILL_DAYS: '0',
    ...UNREACHABLE,
    ...(await serverVariables(way)),
    ...options.env,
  };
  if (way === 'embedded') cpSync(inject('template'), directory, { recursive: true });
  const env = readEnv(variables);
  const log = createLog('silent');
  const installation = await install(env, { clock, log, migrate: 'apply' });
  return {
    ...installation,
    ...(options.mailer ? { providers: [soleProvider(options.mailer)] } : {}),
    ...(options.providers ? { providers: options.providers } : {}),
    ...(options.sources ? { sources: options.sources } : {}),
    ...(options.signalSources ? { signalSources: options.signalSources } : {}),
    ...(options.summarizer ? { summarizer: options.summarizer } : {}),
    clock,
    variables,
    directory,
    async close() {
      await installation.close();
      await dropDatabase(variables.DATABASE_URL);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A mailer that accepts everything at once. */
export function soleProvider(mailer: Mailer): Provider {
  return { name: mailer.name, mailer, weight: 1, limits: UNLIMITED };
}

export const UNLIMITED: ProviderLimits = {
  rate: null,
  connections: null,
  emailsPerDay: null,
  warmupFrom: null,
};

/**
 * One test file in `EMBEDDED_SHARE` runs on the embedded database, always the same ones; the others run on
 * PostgreSQL where it is installed, because a copy of its template costs 0.1 s of CPU against 0.8 to 1.9 s
 * for a PGlite.
 */
const EMBEDDED_SHARE = 6;

function defaultWay(): Way {
  if (inject('postgres') === null) return 'embedded';
  const file = relative(process.cwd(), expect.getState().testPath ?? '');
  return createHash('sha256').update(file).digest().readUInt32BE() % EMBEDDED_SHARE === 0
    ? 'embedded'
    : 'postgres';
}

async function serverVariables(way: Way): Promise<Record<string, string>> {
  const server = inject('postgres');
  if (way === 'embedded' || server === null) return {};
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const redis = way === 'redis' ? inject('redis') : null;
  return {
    DATABASE_URL: url.href,
    // Number of a Redis database of its own, one of the server's 4,096.
    ...(redis === null ? {} : { REDIS_URL: `${redis}/${randomBytes(2).readUInt16BE() % 4096}` }),
  };
}

/** Frees the disk space of a database after its test. */
async function dropDatabase(url: string | undefined): Promise<void> {
  const server = inject('postgres');
  if (url === undefined || server === null || !url.startsWith(new URL('/', server).href)) return;
  await onServer(server, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
