import type { Clock, RateGate } from '../../src/ports.ts';

/** A gate within this process: one caller at a time, with a pause by that clock after each call. */
export function memoryGate(clock: Clock, pauseMs: number): RateGate & { passes: () => number } {
  let last: Promise<unknown> = Promise.resolve();
  let freeAt = 0;
  let passes = 0;
  return {
    passes: () => passes,
    pass<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      const turn = last.then(async () => {
        const waitMs = freeAt - clock.now().getTime();
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        signal?.throwIfAborted();
        passes += 1;
        try {
          return await action();
        } finally {
          freeAt = clock.now().getTime() + pauseMs;
        }
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
