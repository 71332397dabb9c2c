/** Limits how many actions run at once. Waiting actions start in the order of their calls. */
export interface Semaphore {
  /** Runs `action` as soon as one of the permits is free. */
  run<Result>(action: () => Promise<Result>): Promise<Result>;
}

/** Creates a semaphore for at most `permits` actions at once. */
export function createSemaphore(permits: number): Semaphore {
  let free = permits;
  const waiting: (() => void)[] = [];
  return {
    async run(action) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => void waiting.push(resolve));
      try {
        return await action();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
