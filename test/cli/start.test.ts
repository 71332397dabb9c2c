import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../bench/port.ts';
import { DRAIN_MS } from '../../config/queues.ts';
import { startRoles } from '../../src/cli/commands/start.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { dayOf } from '../../src/day.ts';
import { dailyList, startHuggingFace } from '../support/hugging-face-server.ts';
import { testInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess, type TestProcess } from '../support/process.ts';
import type { StandIn } from '../support/stand-in.ts';

/** Kubernetes kills a process that has not stopped by then. */
const KILL_SECONDS = 30;

let directory: string;
let source: StandIn;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'paperboy-start-'));
  cpSync(inject('template'), directory, { recursive: true });
  const today = dayOf(new Date());
  const clock = { now: () => new Date(), sleep: async () => {} };
  source = await startHuggingFace({ lists: { [today]: dailyList(today, 3) }, clock });
});
afterEach(async () => {
  await endProcesses();
  await source.close();
  rmSync(directory, { recursive: true, force: true });
});

const start = (roles: string, variables: Record<string, string> = {}) =>
  paperboyProcess(['start', '--roles', roles], {
    NODE_ENV: 'test',
    DATA_DIR: directory,
    PORT: '0',
    SOURCES: 'hugging-face',
    HF_BASE_URL: source.url,
    ...variables,
  });

async function addressOf(process: TestProcess): Promise<string> {
  const [, address = ''] = await process.says(/Paperboy is running at (http:\S+)/);
  return address;
}

/** Stops a process with SIGTERM and returns its exit code and the time it took. */
async function stop(
  process: TestProcess,
): Promise<{ code: number | null; signal: string | null; seconds: number }> {
  const begun = performance.now();
  process.kill('SIGTERM');
  return { ...(await process.ended), seconds: (performance.now() - begun) / 1_000 };
}

/** Lines of the log. Everything else on standard error is meant for the operator. */
function logged(process: TestProcess): Record<string, unknown>[] {
  const lines = process.err().split('\n');
  return lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Resolves when the process has logged that message. */
const logs = (process: TestProcess, message: string) => process.says(new RegExp(`"msg":"${message}"`));

describe('paperboy start', () => {
  it('runs all roles in one process and exits with 0 on a signal', async () => {
    const all = start('web,worker,producer');
    const address = await addressOf(all);
    expect(await (await fetch(`${address}/healthz`)).text()).toBe('ok');
    const ready = await fetch(`${address}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true }]);
    // The producer catches up, so the worker asks the source for its list.
    await logs(all, 'ingested');
    expect(source.requests.length).toBeGreaterThan(0);
    expect(await stop(all)).toEqual({
      code: 0,
      signal: null,
      seconds: expect.toSatisfy((seconds: number) => seconds < KILL_SECONDS),
    });
    expect(all.out()).toBe('');
    expect(logged(all).map(({ msg }) => msg)).toEqual(expect.arrayContaining(['started', 'stopped']));
    expect(logged(all).filter(({ level }) => Number(level) >= 50)).toEqual([]);
    const others = all
      .err()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('{'));
    expect(others).toEqual([`Paperboy is running at ${address}`]);
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  it('returns jobs that wait for a source and exits within 10 s', async () => {
    source.fail({ kind: 'hang' });
    const asked = new Promise<void>((resolve) => source.onRequest(() => resolve()));
    const all = start('worker,producer');
    await asked;
    expect(await stop(all)).toEqual({
      code: 0,
      signal: null,
      seconds: expect.toSatisfy((seconds: number) => seconds < KILL_SECONDS),
    });
    // Nothing of it counts as a failure, and the next process runs it.
    expect(logged(all).filter(({ msg }) => msg === 'job failed')).toEqual([]);
    source.recover();
    const next = start('worker');
    await logs(next, 'ingested');
    expect((await stop(next)).code).toBe(0);
  });

  it('exits at once on a second signal, with its status', async () => {
    source.fail({ kind: 'hang' });
    const asked = new Promise<void>((resolve) => source.onRequest(() => resolve()));
    const all = start('worker,producer');
    await asked;
    all.kill('SIGTERM');
    await logs(all, 'draining; a second signal stops at once');
    const begun = performance.now();
    all.kill('SIGTERM');
    expect(await all.ended).toEqual({ code: 143, signal: null });
    expect(performance.now() - begun).toBeLessThan(DRAIN_MS);
  });

  it('rejects unknown roles and lists the known ones', async () => {
    const refused = start('nonsense');
    expect(await refused.ended).toEqual({ code: 2, signal: null });
    expect(refused.err()).toMatch(/nonsense is not one of web, worker, producer/);
    expect(refused.err()).toContain('--help');
    expect(refused.out()).toBe('');
  });

  it.each(['web,', 'toString'])('refuses roles %j', async (roles) => {
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    expect(await runCommandLine(['start', '--roles', roles], { out: say, err: say })).toBe(2);
    expect(said).toContain('is not one of web, worker, producer');
  });

  it('names a port in use and releases the data directory', async () => {
    const taken = new URL(source.url).port;
    const refused = start('web', { PORT: taken });
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.err()).toMatch(new RegExp(`Port ${taken} is not available.*PORT_UNAVAILABLE`));
    const next = start('web');
    await addressOf(next);
    expect(logged(next)).toContainEqual(expect.objectContaining({ msg: 'started', database: 'embedded' }));
    next.kill('SIGINT');
    expect(await next.ended).toEqual({ code: 0, signal: null });
  });

  it('stops what runs already when another role cannot be started', async () => {
    const ctx = await testInstallation({ env: { PORT: String(await freePort()) } });
    const away = async () => Promise.reject(new Error('The queue is away.'));
    const roles = startRoles(
      { ...ctx, queue: { ...ctx.queue, enqueue: away } },
      ['web', 'worker', 'producer'],
      {
        out: () => {},
        err: () => {},
      },
    );
    await expect(roles).rejects.toThrow('The queue is away.');
    await expect(fetch(`http://127.0.0.1:${ctx.env.PORT}/healthz`)).rejects.toThrow();
    await ctx.close();
  });
});

describe('roles in processes of their own on one data directory', () => {
  it('share the database of the first process', async () => {
    const web = start('web');
    const address = await addressOf(web);
    const worker = start('worker');
    await logs(worker, 'started');
    const producer = start('producer');
    await logs(producer, 'started');
    expect(
      [web, worker, producer].map(
        (process) => logged(process).find(({ msg }) => msg === 'started')?.database,
      ),
    ).toEqual(['embedded', 'embedded-guest', 'embedded-guest']);
    await logs(worker, 'ingested');
    expect(await (await fetch(address)).text()).toContain('Paper 2606.00001');
    for (const process of [producer, web]) {
      expect(await stop(process)).toMatchObject({ code: 0, signal: null });
      expect(logged(process).filter(({ level }) => Number(level) >= 50)).toEqual([]);
    }
    // The database ended with its owner. The other process still stops cleanly, with few kinds of errors.
    const { code, seconds } = await stop(worker);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(KILL_SECONDS);
    const errors = logged(worker).filter(({ level }) => Number(level) >= 50);
    expect(new Set(errors.map(({ msg }) => msg)).size).toBeLessThan(10);
  });
});
