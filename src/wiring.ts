import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Env } from '../config/env.ts';
import { type ProviderName, RATES } from '../config/providers.ts';
import { SOURCES, type SourceName } from '../config/sources.ts';
import type { Context } from './context.ts';
import { connectDatabase, type DatabaseConnection } from './db/connect.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import { openRateLimits } from './db/rate-limits.ts';
import { outbox } from './delivery/providers/mailers/outbox.ts';
import { resend } from './delivery/providers/mailers/resend.ts';
import { smtp } from './delivery/providers/mailers/smtp.ts';
import { connectionsPerBatch } from './delivery/providers/provider.ts';
import { tracedProvider } from './delivery/providers/traced-provider.ts';
import { PaperboyError } from './errors.ts';
import { createLog, type Log, limitRepeats } from './log.ts';
import { sharedRateGate } from './papers/ingest/rate-gate.ts';
import { arxiv } from './papers/sources/arxiv.ts';
import { huggingFace } from './papers/sources/hugging-face.ts';
import { sample } from './papers/sources/sample.ts';
import type { Clock, Mailer, PaperSource, Provider, ProviderLimits, SignalSource } from './ports.ts';
import { connectQueue, type QueueConnection } from './queue/connect.ts';
import { generateKey, type TokenKeys } from './token.ts';
import { NO_TRACING, type Tracing } from './tracing.ts';

/** A running installation: the context for verbs, and what only the entry points handle. */
export interface Installation extends Context {
  database: DatabaseConnection;
  queue: QueueConnection;
  close(): Promise<void>;
}

export interface InstallOptions {
  log?: Log;
  clock?: Clock;
  /** Requests a source may cost for one page; 1 for a demo that must find out fast that it is offline. */
  sourceTries?: number;
  /**
   * Refuse to start on an old schema (`check`, the default on a server) instead of bringing it up to date. `tolerate` takes a
   * server's as it is and readies an embedded one; `ignore` takes both as they are.
   */
  migrate?: 'apply' | 'check' | 'tolerate' | 'ignore';
  /** How long one call of a provider may take, in real milliseconds; the adapter's own time unless given. */
  providerCallMs?: number;
}

/** A turn that the counters do not give within this is asked for anew; each is one row. */
const LIMITS_MS = 30_000;

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  async sleep(milliseconds, signal) {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  },
};

/**
 * Connects everything that the environment names: the only place that knows adapters. The schema is brought up to date in
 * embedded mode; on a server it is checked, because there `paperboy migrate` is a step of the deployment.
 * Throws PaperboyError when something does not answer or the schema is old.
 */
export async function install(env: Env, options: InstallOptions = {}): Promise<Installation> {
  const log = options.log ?? createLog(env.LOG_LEVEL);
  const clock = options.clock ?? SYSTEM_CLOCK;
  const onError = limitRepeats(60_000, Date.now, (reason, repeated) =>
    log.error({ reason, repeated }, 'database error'),
  );
  const database = await connectDatabase(env, (error) => onError(error.message));
  /** In the order in which they are closed: spans are handed over when nothing is left that makes any. */
  const open: { close(): Promise<void> }[] = [database];
  const close = async () => {
    for (const each of open) await each.close();
  };
  try {
    await readySchema(database, options.migrate);
    const context = { env, db: database.db, clock };
    const tracing = await openTracing(env, log);
    open.push(tracing);
    const providers = makeProviders(env, clock, options.providerCallMs).map((provider) =>
      tracedProvider(tracing, provider),
    );
    open.unshift(...providers.map(({ mailer }) => mailer));
    const limits = openRateLimits(
      database.newPool({
        max: 3,
        searchPath: 'public',
        answerMs: LIMITS_MS,
        onError: (error) => onError(error.message),
      }),
    );
    const keys = await readKeys(env);
    const { sources, signalSources } = makeSources({ ...context, tracing }, options.sourceTries);
    const queue = await connectQueue(env, database, log, tracing.telemetry);
    open.unshift(queue);
    return {
      ...context,
      log,
      queue,
      keys,
      sources,
      signalSources,
      providers,
      limits,
      tracing,
      database,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readySchema(
  database: DatabaseConnection,
  wanted: InstallOptions['migrate'] = database.kind === 'server' ? 'check' : 'apply',
): Promise<void> {
  const how = wanted === 'tolerate' && database.kind !== 'server' ? 'apply' : wanted;
  if (how === 'apply') await database.withoutCheckoutLimit(() => migrate(database.db));
  if (how !== 'check') return;
  const pending = await pendingMigrations(database.db);
  if (pending.length === 0) return;
  throw new PaperboyError({
    code: 'SCHEMA_OLD',
    message: `The database lacks ${pending.length} migration(s): ${pending.join(', ')}.`,
    remedy: 'Run: npm run paperboy -- migrate',
  });
}

type SourceContext = Pick<Context, 'env' | 'db' | 'clock' | 'tracing'>;

/** What reads signals is a source of them, too. */
function makeSources(
  context: SourceContext,
  maxTries: number | undefined,
): { sources: PaperSource[]; signalSources: SignalSource[] } {
  const live = context.env.SOURCES.map((name) => makeSource(name, context, maxTries));
  return {
    // The sample is always there, never scheduled: only `demo` asks it, and only when no live source answers.
    sources: [...live, sample()],
    signalSources: live.filter((source) => 'readSignals' in source),
  };
}

function makeSource(
  name: SourceName,
  context: SourceContext,
  maxTries: number | undefined,
): PaperSource | (PaperSource & SignalSource) {
  const { env, clock, tracing } = context;
  const common = {
    clock,
    tracing,
    userAgent: userAgent(env),
    ...(maxTries === undefined ? {} : { maxTries }),
  };
  switch (name) {
    case 'hugging-face':
      return huggingFace({ ...common, baseUrl: env.HF_BASE_URL });
    case 'arxiv': {
      const gate = sharedRateGate(context, name, SOURCES.arxiv.pauseMs);
      return arxiv({ ...common, baseUrl: env.ARXIV_BASE_URL, gate, categories: SOURCES.arxiv.categories });
    }
  }
}

function makeProviders(env: Env, clock: Clock, callMs: number | undefined): Provider[] {
  return env.MAILER.map(({ name, weight }) => ({
    name,
    mailer: makeMailer(name, env, clock, callMs),
    weight,
    limits: limitsOf(name, env),
  }));
}

function limitsOf(name: ProviderName, env: Env): ProviderLimits {
  const warmupFrom = env.MAIL_WARMUP_START ?? null;
  switch (name) {
    case 'outbox':
      return { rate: null, connections: null, mailsPerDay: null, warmupFrom: null };
    case 'resend':
      return {
        rate: { perSecond: env.RESEND_CALLS_PER_SECOND, counts: 'calls' },
        connections: null,
        mailsPerDay: env.RESEND_MAILS_PER_DAY ?? null,
        warmupFrom,
      };
    case 'smtp':
    case 'smtp-backup': {
      const total = env.SMTP_MAX_CONNECTIONS;
      const perSecond = env.SMTP_MAILS_PER_SECOND;
      return {
        rate: perSecond === undefined ? null : { perSecond, counts: 'mails' },
        connections: { total, perBatch: connectionsPerBatch(total) },
        mailsPerDay: null,
        warmupFrom,
      };
    }
  }
}

function makeMailer(name: ProviderName, env: Env, clock: Clock, callMs: number | undefined): Mailer {
  switch (name) {
    case 'outbox':
      return outbox({ directory: join(env.DATA_DIR, 'outbox') });
    case 'resend':
      return resend({
        apiKey: given(env.RESEND_API_KEY, 'RESEND_API_KEY'),
        baseUrl: env.RESEND_BASE_URL,
        clock,
        userAgent: userAgent(env),
        ...(callMs === undefined ? {} : { callMs }),
      });
    case 'smtp':
      return makeSmtp(name, given(env.SMTP_URL, 'SMTP_URL'), env, callMs);
    case 'smtp-backup':
      return makeSmtp(name, given(env.SMTP_BACKUP_URL, 'SMTP_BACKUP_URL'), env, callMs);
  }
}

function makeSmtp(name: ProviderName, url: string, env: Env, callMs: number | undefined): Mailer {
  const patience = callMs === undefined ? {} : { connectMs: callMs, silenceMs: callMs, mailMs: callMs };
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: privateKey } = env;
  return smtp({
    name,
    url,
    connections: connectionsPerBatch(env.SMTP_MAX_CONNECTIONS),
    mailsPerConnection: RATES.emailsPerConnection,
    ...patience,
    ...(domain && selector && privateKey ? { dkim: { domain, selector, privateKey } } : {}),
  });
}

/** What readEnv has made sure of: a provider that is named has what it needs. */
function given(value: string | undefined, variable: string): string {
  if (value !== undefined) return value;
  throw new PaperboyError({
    code: 'ENV_INCOMPLETE',
    message: `${variable} is not set, and MAILER names the provider that needs it.`,
    remedy: 'Set it, or take the provider out of MAILER.',
  });
}

function userAgent(env: Env): string {
  return `Paperboy/${ownVersion()} (+${env.PUBLIC_URL})`;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Without a collector nothing of OpenTelemetry is even loaded. */
async function openTracing(env: Env, log: Log): Promise<Tracing> {
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  if (!url || env.OTEL_SDK_DISABLED === 'true') return NO_TRACING;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(env, url, ownVersion(), log);
}

/** APP_SECRET signs; without one (never in production, env.ts sees to that) a generated one is kept in DATA_DIR. */
async function readKeys(env: Env): Promise<TokenKeys> {
  const previous = env.APP_SECRET_PREVIOUS ? [env.APP_SECRET_PREVIOUS] : [];
  if (env.APP_SECRET) return { current: env.APP_SECRET, previous };
  const path = join(env.DATA_DIR, 'app-secret');
  await mkdir(env.DATA_DIR, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${generateKey()}${generateKey()}\n`, { mode: 0o600 });
  try {
    // A link appears whole or not at all: of two processes that start at once, the second reads the first one's.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return { current: (await readFile(path, 'utf8')).trim(), previous };
}
