import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { planEditions } from '../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../src/editions/rank-pools.ts';
import { createLog } from '../src/log.ts';
import { ingest } from '../src/papers/ingest/ingest.ts';
import { type Installation, install, SYSTEM_CLOCK } from '../src/wiring.ts';
import { createSentTable, spreadSubscribers } from './deliver-queries.ts';
import type { DeliverOrder, DeliverResult } from './deliver-worker.ts';
import { generateSubscribers } from './generated-delivery-queries.ts';
import type { Figure } from './measure.ts';
import { type PrivateServer, startPostgres } from './private-servers.ts';
import { settleTables } from './settle-queries.ts';

const DAY = '2026-04-17';
const WORKERS = [1, 2, 4] as const;
const PROVIDERS = ['null', 'http'] as const;
/** Distinct preferences among the subscribers. */
const PREFERENCES = 200;
/** Hour of the warm-up; each measurement of ours has the subscribers of an hour of its own. */
const FIRST_HOUR = 6;

/** One measured order: CPU time of all workers and PostgreSQL, and wall time. */
interface Measured {
  cpuMs: number;
  wallMs: number;
  emails: number;
  longestBlockMs: number;
}

/**
 * Measures digests from due rows to accepted and recorded ones with 1, 2 and 4 worker processes, against the
 * naive design and a floor in the same run; to a null provider, and to an HTTP server on this machine. On
 * PostgreSQL with fsync. `quick` takes less than a minute.
 */
export async function benchDeliver({ quick }: { quick: boolean }): Promise<Figure[]> {
  const repeats = quick ? 1 : 3;
  const emails = quick ? 200 : 1_000;
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startPostgres(directory, ['fsync=on']);
  if (!postgres) throw new Error('This benchmark needs PostgreSQL.');
  const provider = await startProvider();
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    DATABASE_URL: postgres.url,
    MAILER: 'resend',
    RESEND_API_KEY: 're_benchmark_key',
    RESEND_BASE_URL: provider.url,
    RESEND_CALLS_PER_SECOND: '10000',
    APP_SECRET: 'a-secret-of-the-benchmark-that-is-long-enough',
  };
  const clock = { now: () => new Date(`${DAY}T04:30:00Z`), sleep: SYSTEM_CLOCK.sleep };
  const ctx = await install(readEnv(variables), { log: createLog('silent'), clock, migrate: 'apply' });
  const workers: ChildProcess[] = [];
  try {
    const rounds = 1 + repeats * WORKERS.length * PROVIDERS.length;
    const planned = await fillEdition(ctx, postgres, { rounds, emails });
    for (let started = 0; started < Math.max(...WORKERS); started += 1)
      workers.push(await startWorker(variables));
    const measured = await measureRounds(workers, postgres, { repeats, emails });
    return [planned, ...figuresOf(measured)];
  } finally {
    for (const worker of workers) worker.disconnect();
    await ctx.close();
    provider.server.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Plans an edition with as many subscribers for each hour as one round sends. */
async function fillEdition(
  ctx: Installation,
  postgres: PrivateServer,
  { rounds, emails }: { rounds: number; emails: number },
): Promise<Figure> {
  await ingest(ctx, { source: 'sample', day: DAY });
  await generateSubscribers(ctx.db, rounds * emails);
  await createSentTable(ctx.db);
  const spread = {
    subscribers: rounds * emails,
    perHour: emails,
    firstHour: FIRST_HOUR,
    preferences: PREFERENCES,
  };
  const slugs = BUILT_IN_TAXONOMY.topics.map(({ slug }) => slug);
  await spreadSubscribers(ctx.db, spread, slugs);
  await classifyAndRank(ctx, { day: DAY });
  await settleTables(ctx.db);
  const cpu = process.cpuUsage();
  const servers = postgres.processorMs();
  await planEditions(ctx, { day: DAY });
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 + postgres.processorMs() - servers;
  await settleTables(ctx.db);
  return figure('CPU time of planning, per delivery', cpuMs / (rounds * emails), 'ms');
}

/** Measures ours by workers and provider; at one worker, the naive design and the floor before it. */
async function measureRounds(
  workers: readonly ChildProcess[],
  postgres: PrivateServer,
  { repeats, emails }: { repeats: number; emails: number },
): Promise<Map<string, Measured[]>> {
  const all = new Map<string, Measured[]>();
  let hour = FIRST_HOUR;
  const measure = async (name: string, count: number, order: Omit<DeliverOrder, 'now'>) => {
    const now = new Date(Date.parse(`${DAY}T00:01:00Z`) + hour * 3_600_000).toISOString();
    const measured = await runOrder(workers.slice(0, count), postgres, { ...order, now });
    if (measured.emails !== order.emails)
      throw new Error(`${name} sent ${measured.emails} of ${order.emails}.`);
    all.set(name, [...(all.get(name) ?? []), measured]);
  };
  const most = Math.max(...WORKERS);
  await measure('warm-up', most, { design: 'ours', provider: 'null', emails });
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const provider of PROVIDERS) {
      const few = Math.ceil(emails / 10);
      await measure(`naive, ${provider}`, 1, { design: 'naive', provider, emails: few });
      await measure(`floor, ${provider}`, 1, { design: 'floor', provider, emails });
      for (const count of WORKERS) {
        hour += 1;
        await measure(`ours, ${provider}, ${count} workers`, count, { design: 'ours', provider, emails });
      }
    }
  }
  all.delete('warm-up');
  return all;
}

async function runOrder(
  workers: readonly ChildProcess[],
  postgres: PrivateServer,
  order: DeliverOrder,
): Promise<Measured> {
  const servers = postgres.processorMs();
  const began = performance.now();
  const results = await Promise.all(
    workers.map(async (worker) => {
      const result = once(worker, 'message');
      worker.send(order);
      return (await result)[0] as DeliverResult;
    }),
  );
  const wallMs = performance.now() - began;
  const sum = (of: (result: DeliverResult) => number) => results.reduce((total, each) => total + of(each), 0);
  return {
    wallMs,
    cpuMs: sum(({ cpuMs }) => cpuMs) + postgres.processorMs() - servers,
    emails: sum((result) => result.emails),
    longestBlockMs: Math.max(...results.map(({ longestBlockMs }) => longestBlockMs)),
  };
}

function figuresOf(all: ReadonlyMap<string, readonly Measured[]>): Figure[] {
  return [...all].flatMap(([name, rounds]) => [
    figure(
      `CPU time per delivery (${name})`,
      medianOf(rounds, ({ cpuMs, emails }) => cpuMs / emails),
      'ms',
    ),
    figure(
      `deliveries (${name})`,
      medianOf(rounds, ({ wallMs, emails }) => (emails / wallMs) * 1_000),
      '/s',
    ),
    ...(name.startsWith('ours')
      ? [
          figure(
            `longest block of the event loop (${name})`,
            medianOf(rounds, (each) => each.longestBlockMs),
            'ms',
          ),
        ]
      : []),
  ]);
}

const figure = (name: string, value: number, unit: string): Figure => ({
  bench: 'deliver',
  figure: name,
  value,
  unit,
});

function medianOf(rounds: readonly Measured[], of: (round: Measured) => number): number {
  const values = rounds.map(of).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

async function startWorker(variables: Record<string, string>): Promise<ChildProcess> {
  const worker = fork(new URL('./deliver-worker.ts', import.meta.url), [JSON.stringify(variables)], {
    execArgv: ['--import', 'tsx'],
  });
  await once(worker, 'message');
  return worker;
}

/** A provider that accepts every email of a batch, in Resend's form. */
async function startProvider(): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const emails = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown[];
    const data = emails.map((_email, place) => ({ id: `${performance.now()}-${place}` }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
