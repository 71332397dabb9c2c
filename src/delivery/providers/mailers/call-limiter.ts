import type { Clock } from '../../../ports.ts';

/** Longer than this no worker waits; the batch is handed back instead, so that its job can end. */
const MAX_WAIT_MS = 15_000;
/** Resend counts by the second; for an answer that names no time. */
export const RATE_WINDOW_MS = 1000;
const MAX_DEFERRAL_MS = 24 * 60 * 60 * 1000;

/** Keeps the calls of this process within what the provider's rate headers allow. */
export interface CallLimiter {
  /**
   * Takes a turn, waiting for it by the clock if it is near. Gives 0 when it is there, else the milliseconds after
   * which to ask again. Rejects with the signal's reason when that aborts.
   */
  acquire(signal?: AbortSignal): Promise<number>;
  /**
   * Learns from an answer's `ratelimit-remaining`, `ratelimit-reset` (seconds) and `retry-after`; `limited` when it
   * said that there were too many calls, which empties the window whatever the headers say.
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
      // Whoever waited may find that another call of this process took the turn meanwhile.
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
      // Answers overtake each other, so the smaller number of the running window counts.
      const sameWindow = clock.now().getTime() < resetsAt;
      remaining = sameWindow ? Math.min(remaining, left) : left;
      resetsAt = Math.max(sameWindow ? resetsAt : 0, clock.now().getTime() + resetMs);
    },
  };
}

/**
 * When the provider wants to be asked again, in milliseconds and at most a day: `retry-after` (seconds or an HTTP
 * date), else `ratelimit-reset` (seconds). Null where it says neither.
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
