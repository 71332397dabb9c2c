/** Random numbers from a seed: the same seed injects the same disruptions in the same order. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  /** Random element; throws when there is none. */
  pick<T>(among: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** mulberry32: 32 bits of state are plenty for a few thousand draws, and any whole number is a good seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick<T>(among: readonly T[]): T {
      if (among.length === 0) throw new Error('Nothing to pick from.');
      return among[whole(0, among.length - 1)] as T;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const left = [...list];
      return Array.from(list, () => left.splice(whole(0, left.length - 1), 1)[0] as T);
    },
  };
}
