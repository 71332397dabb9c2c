import type { Kysely } from 'kysely';
import type { Env } from '../config/env.ts';
import type { RateLimits } from './db/rate-limits.ts';
import type { Database } from './db/schema.ts';
import type { Log } from './log.ts';
import type { Clock, PaperSource, Provider, SignalSource } from './ports.ts';
import type { JobQueue } from './queue/connect.ts';
import type { TokenKeys } from './token.ts';
import type { Tracing } from './tracing.ts';

/**
 * What verbs work with. A verb takes the slice it needs, `Pick<Context, 'db' | 'clock'>`, so that its signature
 * tells what it touches and a test can give it just that. wiring.ts makes the whole.
 */
export interface Context {
  env: Env;
  db: Kysely<Database>;
  clock: Clock;
  log: Log;
  queue: JobQueue;
  keys: TokenKeys;
  sources: readonly PaperSource[];
  signalSources: readonly SignalSource[];
  /** In the order of fail-over; never empty. */
  providers: readonly Provider[];
  limits: RateLimits;
  tracing: Tracing;
}
