import { SUBSCRIBE_LIMITS } from '../../../config/subscribe-limits.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import { addressHash } from '../subscriber.ts';

/**
 * Counts one wish against its network, everybody and its address (kept form; only a hash of it is kept). False when the address
 * has used up its own: then nothing may be done, and the answer must be as ever. Throws PaperboyError
 * `SUBSCRIBE_LIMITED` (retry later, with retryAfterMs) when a network or everybody together asks too often: that
 * says nothing about anybody. Not inside a transaction (see Limits).
 */
export async function allowsSignUp(
  ctx: Pick<Context, 'limits'>,
  wish: { address: string; network: string | null },
): Promise<boolean> {
  if (wish.network !== null) refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.network, wish.network));
  refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.total, 'all'));
  return (await ctx.limits.take(SUBSCRIBE_LIMITS.address, addressHash(wish.address))) === 0;
}

function refuse(waitMs: number): void {
  if (waitMs === 0) return;
  throw new PaperboyError({
    code: 'SUBSCRIBE_LIMITED',
    message: 'Too many people have asked from there in the last hour.',
    remedy: 'Try again in an hour.',
    retry: 'later',
    retryAfterMs: waitMs,
  });
}
