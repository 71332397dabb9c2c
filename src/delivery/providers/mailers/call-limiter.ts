import type { Clock } from '../../../ports.ts';

/** Longest wait of a worker; beyond it the batch is released, so that its job can end. */
const MAX_WAIT_MS = 15_000;
/** Default for a response that names no time; Resend counts per second. */
export const RATE_WINDOW_MS = 1000;
const MAX_DEFERRAL_MS = 24 * 60 * 60 * 1000;

/** Keeps the calls of this process within the provider's rate-limit headers. */
export interface CallLimiter {
  /**
   * Takes one call from the window, waiting by the clock when the next window is near. Resolves with 0 when
   * the call may go out, else with the milliseconds after which to try again. Rejects with the signal's
   * reason when that aborts.
   */
  acquire(signal?: AbortSignal): Promise<number>;
  /**
   * Updates the window from a response's `ratelimit-remaining`, `ratelimit-reset` (seconds) and
   * `retry-after`. `limited`: the response was 429, which empties the window regardless of the headers.
   */
  learn(headers: Headers, limited: boolean): void;
}

export function createCallLimiter(clock: Clock): CallLimiter {
  let remaining = Number.POSITIVE_INFINITY;
  let resetsAt = 0;
  const waitMs = () => (remaining > 0 ? 0 : Math.max(0, resetsAt - clock.now().getTime()));
  return {
    async acquire(signal) {
      let wait = waitMs();
      // During the wait another call of this process may have used up the window.
      while (wait > 0) {
        if (wait > MAX_WAIT_MS) return wait;
        await clock.sleep(wait, signal);
        wait = waitMs();
      }
      remaining = remaining > 0 ? remaining - 1 : Number.POSITIVE_INFINITY;
      return 0;
    },
    learn(headers, limited) {
      const resetMs = readRetryMs(headers, clock.now()) ?? (limited ? RATE_WINDOW_MS : null);
      const left = limited ? 0 : wholeNumber(headers.get('ratelimit-remaining'));
      if (left === null || resetMs === null) return;
      // Responses may arrive out of order, so the smallest number within a window counts.
      const sameWindow = clock.now().getTime() < resetsAt;
      remaining = sameWindow ? Math.min(remaining, left) : left;
      resetsAt = Math.max(sameWindow ? resetsAt : 0, clock.now().getTime() + resetMs);
    },
  };
}

/**
 * Reads the provider's retry time in milliseconds, at most a day: `retry-after` (seconds or an HTTP date),
 * else `ratelimit-reset` (seconds). Null when the headers name neither.
 */
export function readRetryMs(headers: Headers, now: Date): number | null {
  const value = headers.get('retry-after');
  const seconds = secondsToMs(value) ?? (value === null ? secondsToMs(headers.get('ratelimit-reset')) : null);
  if (seconds !== null || value === null) return seconds;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? null : clamp(moment - now.getTime());
}

function secondsToMs(value: string | null): number | null {
  const seconds = wholeNumber(value);
  return seconds === null ? null : clamp(seconds * 1000);
}

function wholeNumber(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}

function clamp(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), MAX_DEFERRAL_MS);
}
