import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Env } from '../config/env.ts';
import { type ProviderName, RATES } from '../config/providers.ts';
import { SOURCES, type SourceName } from '../config/sources.ts';
import { fetchedCategories } from '../config/topics/taxonomy.ts';
import type { Context } from './context.ts';
import { connectDatabase, type DatabaseConnection } from './db/connect.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import { openRateLimits } from './db/rate-limits.ts';
import { createOutboxMailer } from './delivery/providers/mailers/outbox.ts';
import { createResendMailer } from './delivery/providers/mailers/resend.ts';
import { createSmtpMailer } from './delivery/providers/mailers/smtp.ts';
import { connectionsPerRun } from './delivery/providers/provider.ts';
import { traceProvider } from './delivery/providers/traced-provider.ts';
import { createPoolCache, type PoolCache } from './editions/pool-cache.ts';
import { PaperboyError } from './errors.ts';
import { createLog, type Log, limitRepeats } from './log.ts';
import { sharedRateGate } from './papers/ingest/rate-gate.ts';
import { arxivSource } from './papers/sources/arxiv-source.ts';
import { huggingFaceSource } from './papers/sources/hugging-face-source.ts';
import { sampleSource } from './papers/sources/sample-source.ts';
import type {
  Clock,
  Mailer,
  PaperSource,
  Provider,
  ProviderLimits,
  SignalSource,
  Summarizer,
} from './ports.ts';
import { connectQueue, type QueueConnection } from './queue/connect.ts';
import { mailboxDomain } from './rendering/headers.ts';
import { renameTopics } from './subscribers/preferences/rename-topics.ts';
import { generateKey, type TokenKeys } from './token.ts';
import { readTaxonomy } from './topics/read-taxonomy.ts';
import { NO_TRACING, type Tracing } from './tracing.ts';

/** A running installation: the context for verbs, plus the parts that only entry points use. */
export interface Installation extends Context {
  database: DatabaseConnection;
  queue: QueueConnection;
  /** Pools read lately, for all jobs of the process. */
  pools: PoolCache;
  close(): Promise<void>;
}

export interface InstallOptions {
  log?: Log;
  clock?: Clock;
  /** Maximum attempts per page of a source; 1 for a demo, which must detect quickly that it is offline. */
  sourceTries?: number;
  /**
   * Handling of an outdated schema. `check` (default on a server): refuse to start. `apply` (default when
   * embedded): migrate. `tolerate`: leave a server's schema as it is, migrate an embedded one. `ignore`:
   * leave both.
   */
  migrate?: 'apply' | 'check' | 'tolerate' | 'ignore';
  /** Timeout of one provider call in real milliseconds; default: the adapter's own. */
  providerCallMs?: number;
}

/**
 * Query timeout of the rate-limit counters. Each access touches one row, so a longer wait means a broken
 * connection.
 */
const RATE_LIMIT_TIMEOUT_MS = 30_000;

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  async sleep(milliseconds, signal) {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  },
};

/**
 * Connects everything that the environment names; the only importer of adapters. An embedded schema is
 * migrated; on a server it is only checked, because there `paperboy migrate` is a deployment step. Topics that
 * the taxonomy renames are renamed in what is stored. Throws PaperboyError when a part does not respond or the
 * schema is outdated, and EnvError for an invalid TOPICS_FILE.
 */
export async function install(env: Env, options: InstallOptions = {}): Promise<Installation> {
  const log = options.log ?? createLog(env.LOG_LEVEL);
  const clock = options.clock ?? SYSTEM_CLOCK;
  const taxonomy = readTaxonomy(env.TOPICS_FILE);
  const onError = limitRepeats(60_000, Date.now, (reason, repeated) =>
    log.error({ reason, repeated }, 'database error'),
  );
  const database = await connectDatabase(env, (error) => onError(error.message));
  /** In closing order. Tracing closes after everything that makes spans. */
  const closables: { close(): Promise<void> }[] = [database];
  const close = async () => {
    for (const each of closables) await each.close();
  };
  try {
    await prepareSchema(database, options.migrate);
    const context = { env, taxonomy, db: database.db, clock };
    if (options.migrate !== 'tolerate' && options.migrate !== 'ignore')
      await renameTopics({ ...context, log });
    const tracing = await openTracing(env, log);
    closables.push(tracing);
    const providers = makeProviders(env, clock, options.providerCallMs).map((provider) =>
      traceProvider(tracing, provider),
    );
    closables.unshift(...providers.map(({ mailer }) => mailer));
    const limits = openRateLimits(
      database.newPool({
        max: 3,
        searchPath: 'public',
        queryTimeoutMs: RATE_LIMIT_TIMEOUT_MS,
        onError: (error) => onError(error.message),
      }),
    );
    const keys = await readKeys(env);
    const { sources, signalSources } = makeSources({ ...context, tracing }, options.sourceTries);
    const queue = await connectQueue(env, database, log, tracing.telemetry);
    closables.unshift(queue);
    return {
      ...context,
      log,
      queue,
      keys,
      sources,
      signalSources,
      providers,
      limits,
      summarizer: await makeSummarizer(env, clock),
      tracing,
      database,
      pools: createPoolCache(taxonomy),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepareSchema(
  database: DatabaseConnection,
  requested: InstallOptions['migrate'] = database.kind === 'server' ? 'check' : 'apply',
): Promise<void> {
  const mode = requested === 'tolerate' && database.kind !== 'server' ? 'apply' : requested;
  if (mode === 'apply') await database.withoutCheckoutLimit(() => migrate(database.db));
  if (mode !== 'check') return;
  const pending = await pendingMigrations(database.db);
  if (pending.length === 0) return;
  throw new PaperboyError({
    code: 'SCHEMA_OLD',
    message: `The database schema is outdated. Pending migrations: ${pending.join(', ')}.`,
    remedy: 'Run: npm run paperboy -- migrate',
  });
}

type SourceContext = Pick<Context, 'env' | 'db' | 'clock' | 'taxonomy' | 'tracing'>;

/** Creates the sources. A paper source that can read signals is a signal source, too. */
function makeSources(
  context: SourceContext,
  maxTries: number | undefined,
): { sources: PaperSource[]; signalSources: SignalSource[] } {
  const live = context.env.SOURCES.map((name) => makeSource(name, context, maxTries));
  return {
    // The sample is never scheduled: only `demo` fetches it, and only when no live source responds.
    sources: [...live, sampleSource()],
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
      return huggingFaceSource({ ...common, baseUrl: env.HF_BASE_URL });
    case 'arxiv': {
      const gate = sharedRateGate(context, name, SOURCES.arxiv.pauseMs);
      return arxivSource({
        ...common,
        baseUrl: env.ARXIV_BASE_URL,
        gate,
        categories: fetchedCategories(env, context.taxonomy),
      });
    }
  }
}

/** Loads the client of the language model only when the environment names one. */
async function makeSummarizer(env: Env, clock: Clock): Promise<Summarizer | null> {
  const { SUMMARY_MODEL_URL: baseUrl, SUMMARY_MODEL: model, SUMMARY_MODEL_KEY: apiKey } = env;
  if (baseUrl === undefined || model === undefined) return null;
  const { chatSummarizer } = await import('./papers/summary/model/chat-summarizer.ts');
  return chatSummarizer({ baseUrl, model, apiKey, clock, userAgent: userAgent(env) });
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
      return { rate: null, connections: null, emailsPerDay: null, warmupFrom: null };
    case 'resend':
      return {
        rate: { perSecond: env.RESEND_CALLS_PER_SECOND, counts: 'calls' },
        connections: null,
        emailsPerDay: env.RESEND_MAILS_PER_DAY ?? null,
        warmupFrom,
      };
    case 'smtp':
    case 'smtp-backup': {
      const total = env.SMTP_MAX_CONNECTIONS;
      const perSecond = env.SMTP_MAILS_PER_SECOND;
      return {
        rate: perSecond === undefined ? null : { perSecond, counts: 'emails' },
        connections: { total, perRun: connectionsPerRun(total) },
        emailsPerDay: null,
        warmupFrom,
      };
    }
  }
}

function makeMailer(name: ProviderName, env: Env, clock: Clock, callMs: number | undefined): Mailer {
  switch (name) {
    case 'outbox':
      return createOutboxMailer({ directory: join(env.DATA_DIR, 'outbox') });
    case 'resend':
      return createResendMailer({
        apiKey: required(env.RESEND_API_KEY, 'RESEND_API_KEY'),
        baseUrl: env.RESEND_BASE_URL,
        clock,
        userAgent: userAgent(env),
        ...(callMs === undefined ? {} : { callMs }),
      });
    case 'smtp':
      return makeSmtp(name, required(env.SMTP_URL, 'SMTP_URL'), env, callMs);
    case 'smtp-backup':
      return makeSmtp(name, required(env.SMTP_BACKUP_URL, 'SMTP_BACKUP_URL'), env, callMs);
  }
}

function makeSmtp(name: ProviderName, url: string, env: Env, callMs: number | undefined): Mailer {
  const timeouts = callMs === undefined ? {} : { connectMs: callMs, silenceMs: callMs, emailMs: callMs };
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: privateKey } = env;
  return createSmtpMailer({
    name,
    url,
    connections: connectionsPerRun(env.SMTP_MAX_CONNECTIONS),
    window: RATES.smtpWindow,
    clientName: mailboxDomain(env.MAIL_FROM),
    ...timeouts,
    ...(domain && selector && privateKey ? { dkim: { domain, selector, privateKey } } : {}),
  });
}

/** Narrows a variable that readEnv has already required for a provider in MAILER. */
function required(value: string | undefined, variable: string): string {
  if (value !== undefined) return value;
  throw new PaperboyError({
    code: 'ENV_INCOMPLETE',
    message: `${variable} is not set, but a provider in MAILER requires it.`,
    remedy: `Set ${variable}, or remove the provider from MAILER.`,
  });
}

function userAgent(env: Env): string {
  return `Paperboy/${ownVersion()} (+${env.PUBLIC_URL})`;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Loads OpenTelemetry only when the environment names a collector. */
async function openTracing(env: Env, log: Log): Promise<Tracing> {
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  if (!url || env.OTEL_SDK_DISABLED === 'true') return NO_TRACING;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(env, url, ownVersion(), log);
}

/**
 * Reads the signing keys: APP_SECRET, else a generated secret in DATA_DIR (readEnv rules that out in
 * production).
 */
async function readKeys(env: Env): Promise<TokenKeys> {
  const previous = env.APP_SECRET_PREVIOUS ? [env.APP_SECRET_PREVIOUS] : [];
  if (env.APP_SECRET) return { current: env.APP_SECRET, previous };
  const path = join(env.DATA_DIR, 'app-secret');
  await mkdir(env.DATA_DIR, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${generateKey()}${generateKey()}\n`, { mode: 0o600 });
  try {
    // link(2) is atomic: of two processes that start at once, the second reads the secret of the first.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return { current: (await readFile(path, 'utf8')).trim(), previous };
}
