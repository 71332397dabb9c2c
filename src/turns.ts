/** Runs actions in the order in which they come, only so many at once. */
export interface Turns {
  /** Runs `action` at once while a place is free, else when it is its turn. */
  take<Result>(action: () => Promise<Result>): Promise<Result>;
}

export function createTurns(places: number): Turns {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    async take(action) {
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
