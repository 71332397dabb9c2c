import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { PaperboyError } from '../errors.ts';

/** Limit of `points` per window of `seconds`, counted under `name`. */
export interface RateLimit {
  name: string;
  points: number;
  seconds: number;
}

/** Rate-limit counters shared by all processes of the installation. */
export interface RateLimits {
  /**
   * Takes `cost` points from the key's budget. Returns 0 when there were enough, else the milliseconds until
   * the next attempt makes sense. Throws PaperboyError `RATE_LIMITS_UNAVAILABLE` when the counters cannot be
   * read. Never call it inside a transaction: on the embedded database it would wait for its end.
   */
  take(limit: RateLimit, key: string, cost?: number): Promise<number>;
  /** Blocks the key for `milliseconds`, e.g. because a provider asked for a pause. */
  pause(limit: RateLimit, key: string, milliseconds: number): Promise<void>;
  /** Deletes counters that expired more than an hour ago. */
  deleteExpired(): Promise<void>;
}

/**
 * Opens the counters in the table `rate_limits`. They are in PostgreSQL even with Redis: Redis may lose
 * everything at any time, and a provider's daily quota must survive that. A window starts with its first
 * point and runs on the machine's clock, because it limits real calls in real seconds.
 */
export function openRateLimits(pool: pg.Pool): RateLimits {
  const limiters = new Map<string, RateLimiterPostgres>();
  // The library uses named statements; on the embedded database all connections share one session and its
  // names.
  const unnamed = {
    query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values),
  };
  const limiterFor = (limit: RateLimit): RateLimiterPostgres => {
    const id = `${limit.name} ${limit.points} ${limit.seconds}`;
    const limiter =
      limiters.get(id) ??
      new RateLimiterPostgres({
        storeClient: unnamed,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        // Its own timer would run in every process and outlive a test; deleteExpired() replaces it.
        clearExpiredByTimeout: false,
        keyPrefix: limit.name,
        points: limit.points,
        duration: limit.seconds,
      });
    limiters.set(id, limiter);
    return limiter;
  };
  return {
    async take(limit, key, cost = 1) {
      try {
        await limiterFor(limit).consume(key, cost);
        return 0;
      } catch (thrown) {
        if (thrown instanceof RateLimiterRes) return Math.max(thrown.msBeforeNext, 1);
        throw unavailable(thrown);
      }
    },
    async pause(limit, key, milliseconds) {
      const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
      await limiterFor(limit)
        .block(key, seconds)
        .catch((thrown: unknown) => {
          throw unavailable(thrown);
        });
    },
    async deleteExpired() {
      await pool.query('delete from rate_limits where expire < $1', [Date.now() - 3_600_000]);
    },
  };
}

function unavailable(cause: unknown): PaperboyError {
  return new PaperboyError({
    code: 'RATE_LIMITS_UNAVAILABLE',
    message: 'The rate limits could not be read.',
    remedy: 'Check the database, then try again. Nothing was changed.',
    retry: 'later',
    cause,
  });
}
