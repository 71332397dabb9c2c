import type { Kysely } from 'kysely';
import type { Database } from '../src/db/schema.ts';
import type { Arrival } from '../src/feedback/reports/report.ts';
import type { Log } from '../src/log.ts';
import type { Clock } from '../src/ports.ts';
import type { Cluster } from './cluster.ts';
import type { ProcessGroup } from './processes.ts';
import type { Provider } from './provider.ts';
import type { Random } from './random.ts';
import type { OptOut } from './verdict.ts';

/** State of a scenario in progress, shared by its disruptions, its operator and its checks. */
export interface RunContext {
  cluster: Cluster;
  processes: ProcessGroup;
  provider: Provider;
  random: Random;
  clock: Clock;
  log: Log;
  /**
   * The run's own connections, which bypass the proxies. They can break at any time, so use them in
   * `retryUntilSuccess`.
   */
  db: Kysely<Database>;
  optOuts: OptOut[];
  closedPeriods: { editionId: string; from: Date; until: Date | null }[];
  canceled: Set<string>;
  /** Subscribers that can still opt out, in random order. */
  subscribers: Recipient[];
  /** Base address of the run's web process, where reports are sent. */
  web: string;
  /** Strongest accepted report about each email, by its delivery. */
  reported: Map<string, Arrival>;
}

export interface Recipient {
  id: string;
  unsubscribeKey: string;
  address: string;
}

export interface RunOptions {
  seed: number;
  /** Speed of the run's time relative to real time. */
  factor: number;
  /** Worker processes in a set. */
  workers: number;
  batchSize: number;
  /** Time limit of a scenario. */
  limitMs: number;
}

const PATIENCE_MS = 60_000;

/**
 * Repeats an action until it succeeds, because a disruption may have broken the run's own connection. The
 * action must be safe to repeat.
 */
export async function retryUntilSuccess<T>(action: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(200);
    }
  }
}

/** Waits that many real milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
