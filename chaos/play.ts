import type { Kysely } from 'kysely';
import type { Database } from '../src/db/schema.ts';
import type { Arrival } from '../src/feedback/reports/report.ts';
import type { Log } from '../src/log.ts';
import type { Clock } from '../src/ports.ts';
import type { Crew } from './crew.ts';
import type { Provider } from './provider.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';
import type { Leave } from './verdict.ts';

/** A scenario under way: what blows strike at and what they leave on record. */
export interface Play {
  stage: Stage;
  crew: Crew;
  provider: Provider;
  random: Random;
  clock: Clock;
  log: Log;
  /** The run's own connections, past the doors; they may break off at any time, so use them by `surely`. */
  db: Kysely<Database>;
  leaves: Leave[];
  closures: { editionId: string; from: Date; until: Date | null }[];
  cancelled: Set<string>;
  /** Who may still be made to leave, in an order of luck. */
  people: Person[];
  /** Where the run's web is asked; reports go there. */
  web: string;
  /** Of each mail of the run, by its delivery, the strongest report that was answered by "taken". */
  told: Map<string, Arrival>;
}

export interface Person {
  id: string;
  unsubscribeKey: string;
  address: string;
}

export interface RunOptions {
  seed: number;
  /** How many times faster than real time. */
  factor: number;
  /** Worker processes in a set. */
  workers: number;
  batchSize: number;
  /** A run that takes longer is broken off. */
  limitMs: number;
}

const PATIENCE_MS = 60_000;

/** Does it again until it works: a blow may have hit the run's own connection. What is given must be safe to repeat. */
export async function surely<T>(action: () => Promise<T>): Promise<T> {
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

/** That many real milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
