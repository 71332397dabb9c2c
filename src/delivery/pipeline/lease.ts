import type { Context } from '../../context.ts';

/** Lease duration after which a claim counts as abandoned and the sweep takes over. */
export const LEASE_MS = 5 * 60_000;

const RENEWAL_MS = 60_000;
/**
 * Real time between checks, so that the lease is also renewed when `ctx.clock` runs faster than the
 * machine's.
 */
const POLL_MS = 250;

/**
 * Runs `action` while `extend` renews its leases; a slow SMTP server can take minutes per batch. Leases are
 * measured by `ctx.clock`, so renewals follow that clock and not the number of polls.
 */
export async function withLease<Result>(
  ctx: Pick<Context, 'clock'>,
  extend: (leasedUntil: Date) => Promise<void>,
  action: () => Promise<Result>,
): Promise<Result> {
  let renewedAt = ctx.clock.now().getTime();
  const timer = setInterval(() => {
    const now = ctx.clock.now().getTime();
    if (now - renewedAt < RENEWAL_MS) return;
    renewedAt = now;
    extend(new Date(now + LEASE_MS)).catch(() => {
      // An unavailable database surfaces when the outcome is stored.
    });
  }, POLL_MS);
  try {
    return await action();
  } finally {
    clearInterval(timer);
  }
}
