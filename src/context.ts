import type { Kysely } from 'kysely';
import type { Env } from '../config/env.ts';
import type { Taxonomy } from '../config/topics/taxonomy.ts';
import type { RateLimits } from './db/rate-limits.ts';
import type { Database } from './db/schema.ts';
import type { Log } from './log.ts';
import type { Clock, PaperSource, Provider, SignalSource, Summarizer } from './ports.ts';
import type { JobQueue } from './queue/connect.ts';
import type { TokenKeys } from './token.ts';
import type { Tracing } from './tracing.ts';

/**
 * Dependencies of every verb. A verb takes the slice it needs, e.g. `Pick<Context, 'db' | 'clock'>`, so its
 * signature shows what it touches and a test provides just that. Built by wiring.ts.
 */
export interface Context {
  env: Env;
  /** Topics: the built-in ones, or those of TOPICS_FILE. */
  taxonomy: Taxonomy;
  db: Kysely<Database>;
  clock: Clock;
  log: Log;
  queue: JobQueue;
  keys: TokenKeys;
  sources: readonly PaperSource[];
  signalSources: readonly SignalSource[];
  /** In fail-over order; never empty. */
  providers: readonly Provider[];
  limits: RateLimits;
  /** Null unless SUMMARY_MODEL_URL is set. */
  summarizer: Summarizer | null;
  tracing: Tracing;
}
