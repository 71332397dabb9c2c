import type { Context } from '../../context.ts';
import { extendLease } from './attempt-queries.ts';

/** How long a claim is left alone before the sweep takes it for abandoned. */
export const LEASE_MS = 5 * 60_000;

const RENEWAL_MS = 60_000;
/** In real time, because a clock that runs faster than the machine's must find its lease renewed, too. */
const POLL_MS = 250;

/**
 * Runs the action while the attempt's lease is renewed; a slow SMTP server may take minutes for a batch. The lease runs on ctx.clock,
 * so its renewal follows that clock and not the number of pulses.
 */
export async function withLease<Result>(
  ctx: Pick<Context, 'db' | 'clock'>,
  attemptId: string,
  action: () => Promise<Result>,
): Promise<Result> {
  let renewedAt = ctx.clock.now().getTime();
  const pulse = setInterval(() => {
    const now = ctx.clock.now().getTime();
    if (now - renewedAt < RENEWAL_MS) return;
    renewedAt = now;
    extendLease(ctx.db, attemptId, new Date(now + LEASE_MS)).catch(() => {
      // A database that is away now is noticed when the outcome is written.
    });
  }, POLL_MS);
  try {
    return await action();
  } finally {
    clearInterval(pulse);
  }
}
