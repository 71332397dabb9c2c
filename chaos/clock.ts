import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../src/ports.ts';

/** A time that all processes of a run share: it left `origin` at the real moment `since` and runs so much faster. */
export interface Pace {
  /** Milliseconds since 1970 of the machine's clock. */
  since: number;
  /** Milliseconds since 1970 of the run's own time. */
  origin: number;
  factor: number;
}

export interface FastClock extends Clock {
  /** Sets this process's clock apart from the others' by that many milliseconds of the run's time. */
  setOffset(milliseconds: number): void;
}

/** Leases take minutes and send slots come by the minute; on this clock a run sees hours of them in real minutes. */
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

/** The real moment at which the run's time was that one. */
export function realTimeOf({ since, origin, factor }: Pace, at: Date): Date {
  return new Date(since + (at.getTime() - origin) / factor);
}
