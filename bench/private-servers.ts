import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from './port.ts';

/** A server of our own on a free port of 127.0.0.1, which nobody else's tests or data touch. */
export interface PrivateServer {
  url: string;
  port: number;
  /** Ends it with that signal and starts it again on the same port; resolves when it answers. */
  restart(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a fresh PostgreSQL below that folder, with `extraSettings` as `name=value`. Returns null where the program is not
 * installed.
 */
export async function startPostgres(
  directory: string,
  extraSettings: readonly string[] = [],
): Promise<PrivateServer | null> {
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
    { ...user, stdio: 'ignore' },
  );
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'max_connections=300',
    ...extraSettings,
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return keep({
    url,
    port,
    stopSignal: 'SIGINT',
    launch: () => spawn(join(bin, 'postgres'), args, { ...user, stdio: 'ignore' }),
    async ask() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    },
  });
}

/** A fresh Redis that keeps nothing on disk; null where the program is not installed. */
export async function startRedis(directory: string): Promise<PrivateServer | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const port = await freePort();
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    databases: '4096',
    dir: directory,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return keep({
    url: `redis://127.0.0.1:${port}`,
    port,
    stopSignal: 'SIGTERM',
    launch: () => spawn('redis-server', args, { stdio: 'ignore' }),
    async ask() {
      const { status } = spawnSync('redis-cli', ['-p', String(port), 'ping']);
      if (status !== 0) throw new Error('no answer yet');
    },
  });
}

interface Launching {
  url: string;
  port: number;
  stopSignal: NodeJS.Signals;
  launch(): ChildProcess;
  ask(): Promise<void>;
}

async function keep({ url, port, stopSignal, launch, ask }: Launching): Promise<PrivateServer> {
  let child = launch();
  await answers(child, ask);
  return {
    url,
    port,
    async restart(signal) {
      await end(child, signal);
      child = launch();
      // After a crash PostgreSQL refuses to start while a process of its former life is still there.
      for (
        let tries = 0;
        !(await answers(child, ask).then(
          () => true,
          () => false,
        ));
        tries += 1
      ) {
        if (tries >= 20) throw new Error(`The server on port ${port} does not start again.`);
        if (child.exitCode === null) await end(child, stopSignal);
        await new Promise((again) => setTimeout(again, 250));
        child = launch();
      }
    },
    stop: () => end(child, stopSignal),
  };
}

/** The folder of PostgreSQL's own programs; null where it is not installed. */
export function findPostgres(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const packaged = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  // The shell knows where programs are; the environment is read in config/env.ts alone.
  const onPath = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).stdout.trim();
  const candidates = [...packaged, ...(onPath === '' ? [] : [dirname(onPath)])];
  return (
    candidates.find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))) ?? null
  );
}

function ownerOfPostgres(): { uid: number; gid: number } | undefined {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  return uid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
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
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
