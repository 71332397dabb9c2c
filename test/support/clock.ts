import type { Clock } from '../../src/ports.ts';

/** A clock that only moves when a test moves it. */
export interface TestClock extends Clock {
  /** Moves the time forward. */
  advance(milliseconds: number): void;
  /** Moves the time to that moment, also backwards. */
  set(moment: string | Date): void;
  /** Duration of every sleep so far in milliseconds, in order. */
  readonly sleeps: readonly number[];
}

/**
 * A clock with a `sleep` that moves its own time forward and resolves in the next turn of the event loop, so
 * that a polling loop leaves sockets time and no test ever waits.
 */
export function testClock(start: string | Date): TestClock {
  let time = new Date(start).getTime();
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => new Date(time),
    advance(milliseconds) {
      time += milliseconds;
    },
    set(moment) {
      time = new Date(moment).getTime();
    },
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      time += milliseconds;
      await new Promise<void>((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
