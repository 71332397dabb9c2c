import type { Context } from '../../context.ts';
import { extendLease } from './attempt-queries.ts';

/** Lease duration after which a claim counts as abandoned and the sweep takes over. */
export const LEASE_MS = 5 * 60_000;

const RENEWAL_MS = 60_000;
/**
 * Real time between checks, so that the lease is also renewed when `ctx.clock` runs faster than the
 * machine's.
 */
const POLL_MS = 250;

/**
 * Runs `action` while renewing the attempt's lease; a slow SMTP server can take minutes per batch. The lease
 * is measured by `ctx.clock`, so renewals follow that clock and not the number of polls.
 */
export async function withLease<Result>(
  ctx: Pick<Context, 'db' | 'clock'>,
  attemptId: string,
  action: () => Promise<Result>,
): Promise<Result> {
  let renewedAt = ctx.clock.now().getTime();
  const timer = setInterval(() => {
    const now = ctx.clock.now().getTime();
    if (now - renewedAt < RENEWAL_MS) return;
    renewedAt = now;
    extendLease(ctx.db, attemptId, new Date(now + LEASE_MS)).catch(() => {
      // An unavailable database surfaces when the outcome is stored.
    });
  }, POLL_MS);
  try {
    return await action();
  } finally {
    clearInterval(timer);
  }
}
