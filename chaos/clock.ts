import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../src/ports.ts';

/**
 * Time shared by all processes of a run: it was `origin` at the real moment `since` and runs `factor` times
 * faster.
 */
export interface Pace {
  /** Milliseconds since 1970 by the machine's clock. */
  since: number;
  /** Milliseconds since 1970 in the run's own time. */
  origin: number;
  factor: number;
}

export interface FastClock extends Clock {
  /** Moves this process's clock away from the others' by that many milliseconds of the run's time. */
  setOffset(milliseconds: number): void;
}

/** Clock on which a run covers hours of leases and send slots in real minutes. */
export function fastClock({ since, origin, factor }: Pace, offset = 0): FastClock {
  let apart = offset;
  return {
    now: () => new Date(origin + (Date.now() - since) * factor + apart),
    sleep: (milliseconds, signal) => wait(milliseconds / factor, undefined, signal ? { signal } : {}),
    setOffset(milliseconds) {
      apart = milliseconds;
    },
  };
}

/** Converts a moment of the run's time to real time. */
export function realTimeOf({ since, origin, factor }: Pace, at: Date): Date {
  return new Date(since + (at.getTime() - origin) / factor);
}
