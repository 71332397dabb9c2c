import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { PaperboyError } from '../errors.ts';

/** So many points in so many seconds, counted under a name of its own (config/limits.ts). */
export interface RateLimit {
  name: string;
  points: number;
  seconds: number;
}

/** Counters of what may be done how often, shared by all processes of the installation. */
export interface RateLimits {
  /**
   * Takes `cost` points of what the key has. Gives 0 when they were there, else the milliseconds after which to ask
   * again. Throws PaperboyError `LIMITS_UNKNOWN` when the counters cannot be read. Never call it inside a
   * transaction: on the embedded database it would wait for the end of it.
   */
  take(limit: RateLimit, key: string, cost?: number): Promise<number>;
  /** Nobody gets a point of that key for so many milliseconds: somebody has asked for a pause. */
  pause(limit: RateLimit, key: string, milliseconds: number): Promise<void>;
  /** Deletes counters that mean nothing any more; for housekeeping. */
  deleteExpired(): Promise<void>;
}

/**
 * The counters in the table `rate_limits`. In PostgreSQL also where Redis runs: Redis may lose everything at any time,
 * and a provider's daily quota must not be forgotten with it. A window begins with its first point and is counted by the
 * machine's clock, because what is limited are real calls in real seconds.
 */
export function openRateLimits(pool: pg.Pool): RateLimits {
  const limiters = new Map<string, RateLimiterPostgres>();
  // It names its statements, and on the embedded database all connections share one session and so one set of names.
  const unnamed = {
    query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values),
  };
  const limiterFor = (limit: RateLimit): RateLimiterPostgres => {
    const known = `${limit.name} ${limit.points} ${limit.seconds}`;
    const limiter =
      limiters.get(known) ??
      new RateLimiterPostgres({
        storeClient: unnamed,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        // Its own timer would run in every process and outlive a test; housekeeping calls forget().
        clearExpiredByTimeout: false,
        keyPrefix: limit.name,
        points: limit.points,
        duration: limit.seconds,
      });
    limiters.set(known, limiter);
    return limiter;
  };
  return {
    async take(limit, key, cost = 1) {
      try {
        await limiterFor(limit).consume(key, cost);
        return 0;
      } catch (thrown) {
        if (thrown instanceof RateLimiterRes) return Math.max(thrown.msBeforeNext, 1);
        throw unknown(thrown);
      }
    },
    async pause(limit, key, milliseconds) {
      const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
      await limiterFor(limit)
        .block(key, seconds)
        .catch((thrown: unknown) => {
          throw unknown(thrown);
        });
    },
    async deleteExpired() {
      await pool.query('delete from rate_limits where expire < $1', [Date.now() - 3_600_000]);
    },
  };
}

function unknown(cause: unknown): PaperboyError {
  return new PaperboyError({
    code: 'LIMITS_UNKNOWN',
    message: 'The counters of what may be done how often could not be read.',
    remedy: 'Check the database; nothing was done, and it may be tried again.',
    retry: 'later',
    cause,
  });
}
