import { createHash } from 'node:crypto';
import { generateKey, readToken, signToken } from '../../../token.ts';
import type { WebContext } from '../../http/web-context.ts';

/**
 * A puzzle for browsers (hashcash): find a number that, put behind the challenge, gives a SHA-256 beginning with so many zero
 * bits. 15 bits are 32,768 tries on average, about a second of a phone and nothing that a person notices; for
 * somebody who wants to fill in the form a million times it is ten days. The library at hand (altcha-lib) does the
 * same with a format of its own and wants its widget of 30 kB; this needs none.
 */
export const CHALLENGE_BITS = 15;

const VALID_MS = 60 * 60_000;
const USED = { name: 'challenge', points: 1, seconds: VALID_MS / 1000 };

/** A new challenge: a signed token that runs out, so that nothing has to be kept before it is solved. */
export function newChallenge(ctx: Pick<WebContext, 'keys' | 'clock'>): string {
  const id = generateKey().replaceAll(/[^0-9A-Za-z]/g, 'x');
  return signToken(ctx.keys, 'challenge', id, new Date(ctx.clock.now().getTime() + VALID_MS));
}

/** Whether that number solves a challenge of ours that nobody has used yet. It is used from then on. */
export async function isSolved(
  ctx: Pick<WebContext, 'keys' | 'clock' | 'limits'>,
  challenge: string,
  solution: string,
): Promise<boolean> {
  const reading = readToken(ctx.keys, 'challenge', challenge, ctx.clock.now());
  if (!reading.valid || !/^\d{1,10}$/.test(solution)) return false;
  const digest = createHash('sha256').update(`${challenge}:${solution}`).digest();
  if (digest.readUInt32BE(0) >>> (32 - CHALLENGE_BITS) !== 0) return false;
  return (await ctx.limits.take(USED, reading.subject)) === 0;
}
