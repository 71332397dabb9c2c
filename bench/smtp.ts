import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../src/editions/rank-pools.ts';
import { createLog } from '../src/log.ts';
import { ingest } from '../src/papers/ingest/ingest.ts';
import type { Clock, Mailer, OutgoingEmail, Provider } from '../src/ports.ts';
import { addSubscriber } from '../src/subscribers/csv/import-subscribers.ts';
import { preferenceSchema } from '../src/subscribers/preferences/preference.ts';
import { type Installation, install, SYSTEM_CLOCK } from '../src/wiring.ts';
import type { Figure } from './measure.ts';
import { startPostgres } from './private-servers.ts';
import { settleTables } from './settle-queries.ts';
import type { ServerOrder, ServerReport } from './smtp-server.ts';

const DAY = '2026-04-17';
/** Latency of the server (none, a nearby relay, one in the region) and emails per round. */
const SERVERS = [
  { latencyMs: 0, emails: 400 },
  { latencyMs: 5, emails: 400 },
  { latencyMs: 20, emails: 200 },
] as const;
/** Rounds per server; the first of each is a warm-up. */
const ROUNDS = 6;
/** Hour of the first round; the subscribers of each round have an hour of their own. */
const FIRST_HOUR = 6;
/** Distinct preferences among the subscribers of a round. */
const PREFERENCES = 40;

/** Wall and CPU time of one round in milliseconds; CPU is the sending process's own. */
interface Round {
  wallMs: number;
  cpuMs: number;
}

/**
 * Measures digests from due rows to accepted emails over SMTP (claim, compose, render, send, settle), Paperboy's
 * mailer alone with the same emails, and nodemailer's own pool with the same bytes, to the same server over as
 * many connections. Rounds of the three alternate, because a busy machine slows all of them down.
 */
export async function benchSmtp(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startPostgres(directory);
  if (!postgres) process.stderr.write('PostgreSQL is not installed: measuring the embedded database.\n');
  const server = await startServer();
  let hour = FIRST_HOUR - 2;
  const clock: Clock = {
    now: () => new Date(`${DAY}T${String(hour).padStart(2, '0')}:01:00Z`),
    sleep: SYSTEM_CLOCK.sleep,
  };
  const env = readEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    MAILER: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  });
  const ctx = await install(env, { log: createLog('silent'), clock, migrate: 'apply' });
  try {
    await fillEditions(ctx);
    const ours = new Map<number, Round[]>();
    const alone = new Map<number, Round[]>();
    const theirs = new Map<number, Round[]>();
    const recorded = recordEmails(ctx);
    const connections = ctx.providers[0]?.limits.connections?.perRun ?? 1;
    hour = FIRST_HOUR;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { latencyMs, emails } of SERVERS) {
        await server.order({ latencyMs });
        const own = await timed(() => deliver(recorded.ctx, {}));
        await checked(server, emails);
        const prepared = recorded.take();
        await server.order({ latencyMs });
        const mailer = await timed(() => sendByMailer(recorded.mailer, prepared));
        const sent = await checked(server, emails);
        await server.order({ latencyMs });
        const other = await timed(() => sendByPool(server.port, connections, sent));
        await checked(server, emails);
        if (round > 0) {
          ours.set(latencyMs, [...(ours.get(latencyMs) ?? []), own]);
          alone.set(latencyMs, [...(alone.get(latencyMs) ?? []), mailer]);
          theirs.set(latencyMs, [...(theirs.get(latencyMs) ?? []), other]);
        }
        hour += 1;
      }
    }
    return SERVERS.flatMap(({ latencyMs, emails }) =>
      figures(
        { at: `${latencyMs} ms, ${connections} connections`, emails },
        ours.get(latencyMs) ?? [],
        alone.get(latencyMs) ?? [],
        theirs.get(latencyMs) ?? [],
      ),
    );
  } finally {
    server.stop();
    await ctx.close();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Plans an edition with as many subscribers per hour as one round sends. */
async function fillEditions(ctx: Installation): Promise<void> {
  await ingest(ctx, { source: 'sample', day: DAY });
  const rounds = Array.from({ length: ROUNDS }, () => SERVERS).flat();
  const hours = rounds.flatMap(({ emails }, round) => Array<number>(emails).fill(FIRST_HOUR + round));
  for (const [number, sendHour] of hours.entries()) {
    const topics = BUILT_IN_TAXONOMY.topics.filter(
      (_topic, index) => ((number % PREFERENCES) * 5 + index * 7) % 11 < 4,
    );
    await addSubscriber(ctx, {
      address: `reader${number}@example.com`,
      consentAt: ctx.clock.now(),
      consentSource: 'bench',
      preference: preferenceSchema.parse({
        sendHour,
        interests: topics.map(({ slug }) => ({ kind: 'topic', mode: 'follow', value: slug })),
      }),
    });
  }
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  await settleTables(ctx.db);
}

/** Wraps the installation's provider so that its emails can be sent again; `take` returns and forgets them. */
function recordEmails(ctx: Installation): {
  ctx: Installation;
  mailer: Mailer;
  take(): readonly OutgoingEmail[];
} {
  const [provider] = ctx.providers;
  if (!provider) throw new Error('The installation has no provider.');
  const { mailer } = provider;
  const emails: OutgoingEmail[] = [];
  const send: Mailer['send'] = (batch, options) => {
    emails.push(...batch);
    return mailer.send(batch, options);
  };
  const recording: Provider = { ...provider, mailer: { ...mailer, send } };
  return { ctx: { ...ctx, providers: [recording] }, mailer, take: () => emails.splice(0) };
}

/** Sends composed emails by the mailer alone, in its batches, two at a time over the connections of one run. */
async function sendByMailer(mailer: Mailer, emails: readonly OutgoingEmail[]): Promise<void> {
  const closing: (() => void)[] = [];
  const connections = { onClose: (close: () => void) => void closing.push(close) };
  const batches = Array.from({ length: Math.ceil(emails.length / mailer.batchSize) }, (_, batch) =>
    emails.slice(batch * mailer.batchSize, (batch + 1) * mailer.batchSize),
  ).values();
  const work = async () => {
    for (const batch of batches) await mailer.send(batch, { idempotencyKey: 'bench', connections });
  };
  await Promise.all([work(), work()]);
  for (const close of closing) close();
}

/** Sends messages by nodemailer's pool alone: the recipients are read from the messages. */
async function sendByPool(port: number, maxConnections: number, messages: readonly Buffer[]): Promise<void> {
  const pool = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections });
  const from = 'digest@paperboy.example.org';
  await Promise.all(
    messages.map((raw) => pool.sendMail({ raw, envelope: { from, to: recipientOf(raw), size: raw.length } })),
  );
  pool.close();
}

function recipientOf(message: Buffer): string {
  return /^To: .*?([^\s<]+@[^\s>]+)/im.exec(message.toString('latin1'))?.[1] ?? '';
}

/** Returns the messages that the server received. Throws if it found a fault or any is missing. */
async function checked(server: BenchServer, emails: number): Promise<Buffer[]> {
  const { messages, faults } = await server.report();
  const recipients = new Set(messages.map(recipientOf));
  if (faults.length > 0 || recipients.size !== emails || messages.length !== emails) {
    const received = `${messages.length} emails to ${recipients.size} subscribers`;
    throw new Error(`The server received ${received}; ${faults[0] ?? 'it found no fault'}.`);
  }
  return messages;
}

function figures(
  { at, emails }: { at: string; emails: number },
  ours: readonly Round[],
  alone: readonly Round[],
  theirs: readonly Round[],
): Figure[] {
  const figure = (name: string, value: number, unit: string): Figure => ({
    bench: 'smtp',
    figure: `${name} (${at})`,
    value,
    unit,
  });
  const rate = (rounds: readonly Round[]) => emails / (median(rounds.map(({ wallMs }) => wallMs)) / 1_000);
  const cpu = (rounds: readonly Round[]) => median(rounds.map(({ cpuMs }) => cpuMs)) / emails;
  const ratio = (rounds: readonly Round[]) =>
    median(rounds.map(({ wallMs }, round) => (theirs[round]?.wallMs ?? 0) / wallMs));
  return [
    figure('claim, compose, render, send and settle', rate(ours), 'emails/s'),
    figure('nodemailer pool, prepared messages', rate(theirs), 'emails/s'),
    figure("Paperboy's mailer alone, composed emails", rate(alone), 'emails/s'),
    figure('ratio of Paperboy to the pool, median of the rounds', ratio(ours), 'x'),
    figure('ratio of the mailer alone to the pool, median of the rounds', ratio(alone), 'x'),
    figure('CPU of this process per email, Paperboy', cpu(ours), 'ms'),
    figure('CPU of this process per email, mailer alone', cpu(alone), 'ms'),
    figure('CPU of this process per email, nodemailer pool', cpu(theirs), 'ms'),
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function timed(action: () => Promise<unknown>): Promise<Round> {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs: performance.now() - began, cpuMs: (user + system) / 1_000 };
}

interface BenchServer {
  port: number;
  order(order: ServerOrder): Promise<void>;
  report(): Promise<ServerReport>;
  stop(): void;
}

async function startServer(): Promise<BenchServer> {
  const child: ChildProcess = fork(new URL('./smtp-server.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const answer = async () => ((await once(child, 'message')) as [ServerReport])[0];
  const { port } = await answer();
  const ask = (order: ServerOrder | 'report') => {
    const answered = answer();
    child.send(order);
    return answered;
  };
  return {
    port,
    order: async (order) => void (await ask(order)),
    report: () => ask('report'),
    stop: () => void child.kill(),
  };
}
