import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { RateGate } from '../../ports.ts';
import { enterRateGate, leaveRateGate } from './source-queries.ts';

/** Lease after which a crashed holder loses the gate; longer than any request's timeout. */
const LEASE_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/**
 * Shared rate gate: one request at a time with a pause after each, across all processes on this database.
 * arXiv asks for one request in three seconds "all machines of an operator together". A row with a lease, not
 * an advisory lock: on the embedded database all connections are one session and would all hold the same
 * lock.
 */
export function sharedRateGate(
  ctx: Pick<Context, 'db' | 'clock'>,
  source: string,
  pauseMs: number,
): RateGate {
  return {
    async pass(action, signal) {
      const holder = randomUUID();
      for (;;) {
        signal?.throwIfAborted();
        const wait = await enterRateGate(ctx.db, source, holder, ctx.clock.now(), LEASE_MS);
        if (wait === 0) break;
        await ctx.clock.sleep(Math.min(wait, LOOK_AGAIN_MS), signal);
      }
      try {
        return await action();
      } finally {
        await leaveRateGate(ctx.db, source, holder, new Date(ctx.clock.now().getTime() + pauseMs));
      }
    },
  };
}
