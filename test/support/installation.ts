import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { createLog } from '../../src/log.ts';
import type { Mailer, PaperSource, Provider, ProviderLimits, SignalSource } from '../../src/ports.ts';
import { type Installation, install } from '../../src/wiring.ts';
import { type TestClock, testClock } from './clock.ts';
import { UNREACHABLE } from './unreachable.ts';

/** The three ways to run: nothing installed; one PostgreSQL; PostgreSQL and Redis. */
export const WAYS = ['embedded', 'postgres', 'redis'] as const;
export type Way = (typeof WAYS)[number];

/** Why that way cannot be tried on this machine, or null. For the title of a skipped suite. */
export function missingFor(way: Way): string | null {
  if (way !== 'embedded' && inject('postgres') === null) return 'PostgreSQL is not installed';
  if (way === 'redis' && inject('redis') === null) return 'Redis is not installed';
  return null;
}

export interface TestOptions {
  way?: Way;
  /** Where the clock starts; it stands still until it is moved. */
  now?: string;
  /** Variables beside those of a test. */
  env?: Record<string, string>;
  /** Instead of those that the environment names. */
  mailer?: Mailer;
  providers?: Provider[];
  sources?: PaperSource[];
  signalSources?: SignalSource[];
}

/** A whole installation on a database of its own, with a clock that the test moves. */
export interface TestInstallation extends Installation {
  clock: TestClock;
  /** What to set for another process to work on the same installation. */
  variables: Record<string, string>;
  directory: string;
}

/** The real thing, wired as in production: a copy of the template's PGlite, or a new database on the run's own server. */
export async function testInstallation(options: TestOptions = {}): Promise<TestInstallation> {
  const way = options.way ?? 'embedded';
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-case-'));
  const clock = testClock(options.now ?? '2026-11-23T08:00:00Z');
  const variables: Record<string, string> = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    PORT: '0',
    PUBLIC_URL: 'http://paperboy.example.org',
    APP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
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
    clock,
    variables,
    directory,
    async close() {
      await installation.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A mailer that everything goes to, as fast as it can. */
export function soleProvider(mailer: Mailer): Provider {
  return { name: mailer.name, mailer, weight: 1, limits: UNLIMITED };
}

export const UNLIMITED: ProviderLimits = {
  rate: null,
  connections: null,
  mailsPerDay: null,
  warmupFrom: null,
};

async function serverVariables(way: Way): Promise<Record<string, string>> {
  const server = inject('postgres');
  if (way === 'embedded' || server === null) return {};
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  const redis = way === 'redis' ? inject('redis') : null;
  return {
    DATABASE_URL: url.href,
    // A number of its own out of the 4,096 that the run's server has.
    ...(redis === null ? {} : { REDIS_URL: `${redis}/${randomBytes(2).readUInt16BE() % 4096}` }),
  };
}
