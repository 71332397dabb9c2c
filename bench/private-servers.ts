import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from './port.ts';
import { processorMs } from './processor-time.ts';

/** A private server on a free port of 127.0.0.1, shared with no other tests or data. */
export interface PrivateServer {
  url: string;
  port: number;
  /** Stops it with that signal and starts it again on the same port; resolves when it responds. */
  restart(signal: NodeJS.Signals): Promise<void>;
  /** CPU time of its processes since it was last started, in milliseconds. */
  processorMs(): number;
  stop(): Promise<void>;
}

/**
 * Starts a fresh PostgreSQL below that folder, with `extraSettings` as `name=value`. Returns null if the
 * program is not installed.
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
  return startServer({
    url,
    port,
    stopSignal: 'SIGINT',
    launch: () => spawn(join(bin, 'postgres'), args, { ...user, stdio: 'ignore' }),
    async ping() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    },
  });
}

/** Starts a fresh Redis without persistence; null if the program is not installed. */
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
  return startServer({
    url: `redis://127.0.0.1:${port}`,
    port,
    stopSignal: 'SIGTERM',
    launch: () => spawn('redis-server', args, { stdio: 'ignore' }),
    async ping() {
      const { status } = spawnSync('redis-cli', ['-p', String(port), 'ping']);
      if (status !== 0) throw new Error('no response yet');
    },
  });
}

interface ServerProgram {
  url: string;
  port: number;
  stopSignal: NodeJS.Signals;
  launch(): ChildProcess;
  ping(): Promise<void>;
}

async function startServer({ url, port, stopSignal, launch, ping }: ServerProgram): Promise<PrivateServer> {
  let child = launch();
  await waitUntilReady(child, ping);
  return {
    url,
    port,
    async restart(signal) {
      await stopProcess(child, signal);
      child = launch();
      // After a crash, PostgreSQL refuses to start while a process of its previous instance is still running.
      for (
        let tries = 0;
        !(await waitUntilReady(child, ping).then(
          () => true,
          () => false,
        ));
        tries += 1
      ) {
        if (tries >= 20) throw new Error(`The server on port ${port} does not restart.`);
        if (child.exitCode === null) await stopProcess(child, stopSignal);
        await new Promise((again) => setTimeout(again, 250));
        child = launch();
      }
    },
    processorMs: () => (child.pid === undefined ? 0 : processorMs(child.pid)),
    stop: () => stopProcess(child, stopSignal),
  };
}

/** Folder of PostgreSQL's own programs; null if it is not installed. */
export function findPostgres(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const packaged = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  // The shell searches the PATH, because the environment is read in config/env.ts alone.
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

async function waitUntilReady(child: ChildProcess, ping: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ping();
    } catch (error) {
      if (child.exitCode !== null || tries > 150) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
}

function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
