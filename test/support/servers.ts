import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readEnv } from '../../config/env.ts';
import { createLog } from '../../src/log.ts';
import { install } from '../../src/wiring.ts';
import { NO_BROWSER } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory with an up-to-date, empty database, to be copied. */
    template: string;
    /** Addresses of servers that this run started for itself; null where the program is not installed. */
    postgres: string | null;
    redis: string | null;
  }
}

/**
 * Starts a PostgreSQL and a Redis server of the run's own where the programs are found, on free ports of 127.0.0.1,
 * and makes the template of the embedded database. Servers that happen to run on the machine are never touched.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-test-'));
  const template = join(directory, 'template');
  const env = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: template });
  await (await install(env, { log: createLog('silent') })).close();
  rmSync(join(template, 'app-secret'));
  const postgres = await startPostgres(directory);
  const redis = await startRedis(directory);
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

interface Server {
  url: string;
  stop(): Promise<void>;
}

async function startPostgres(directory: string): Promise<Server | null> {
  const bin = findPostgres();
  if (!bin) return null;
  const data = mkdtempSync(join(directory, 'postgres-'));
  // PostgreSQL refuses to run as root; its package comes with a user of its own.
  const user = process.getuid?.() === 0 ? ownerOfPostgres() : undefined;
  if (process.getuid?.() === 0 && !user) return null;
  if (user) {
    chownSync(directory, user.uid, user.gid);
    chownSync(data, user.uid, user.gid);
  }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
    {
      ...user,
      stdio: 'ignore',
    },
  );
  const port = await freePort();
  const child = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=300',
    ],
    { ...user, stdio: 'ignore' },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await answers(child, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  });
  return { url, stop: () => end(child, 'SIGINT') };
}

async function startRedis(directory: string): Promise<Server | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const port = await freePort();
  const child = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--databases',
      '4096',
      '--dir',
      directory,
    ],
    { stdio: 'ignore' },
  );
  await answers(child, async () => {
    const { status } = spawnSync('redis-cli', ['-p', String(port), 'ping']);
    if (status !== 0) throw new Error('no answer yet');
  });
  return { url: `redis://127.0.0.1:${port}`, stop: () => end(child, 'SIGTERM') };
}

function findPostgres(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const packaged = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  const candidates = [...packaged, ...(process.env.PATH ?? '').split(delimiter)];
  return (
    candidates.find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))) ?? null
  );
}

function ownerOfPostgres(): { uid: number; gid: number } | undefined {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  return uid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (child.exitCode !== null || tries > 150) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
