import { SUBSCRIBE_LIMITS } from '../../../config/subscribe-limits.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import { addressHash } from '../subscriber.ts';

/**
 * Counts a sign-up against the limits of its network, of all networks together, and of its address
 * (normalized; only its hash is stored). False when the limit of the address is used up: the caller then does
 * nothing and answers as usual. Throws PaperboyError `SUBSCRIBE_LIMITED` (retry later, with retryAfterMs)
 * when a network or all together exceed theirs, which reveals nothing about an address. Not inside a
 * transaction (see Limits).
 */
export async function allowsSignUp(
  ctx: Pick<Context, 'limits'>,
  input: { address: string; network: string | null },
): Promise<boolean> {
  if (input.network !== null) refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.network, input.network));
  refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.total, 'all'));
  return (await ctx.limits.take(SUBSCRIBE_LIMITS.address, addressHash(input.address))) === 0;
}

function refuse(waitMs: number): void {
  if (waitMs === 0) return;
  throw new PaperboyError({
    code: 'SUBSCRIBE_LIMITED',
    message: 'Too many sign-up requests in the last hour.',
    remedy: 'Try again in an hour.',
    retry: 'later',
    retryAfterMs: waitMs,
  });
}
