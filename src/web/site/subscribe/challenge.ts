import { createHash } from 'node:crypto';
import { generateKey, readToken, signToken } from '../../../token.ts';
import type { WebContext } from '../../http/web-context.ts';

/**
 * Zero bits that the SHA-256 of a challenge and its solution must start with (hashcash). 15 bits take 32,768
 * tries on average: about a second on a phone, and ten days for a million forms. Rejected: altcha-lib, which
 * does the same in a format of its own and needs a widget of 30 kB.
 */
export const CHALLENGE_BITS = 15;

const VALID_MS = 60 * 60_000;
const USE_LIMIT = { name: 'challenge', points: 1, seconds: VALID_MS / 1000 };

/**
 * New challenge: a signed token that expires after an hour, so that nothing is stored before it is solved.
 */
export function newChallenge(ctx: Pick<WebContext, 'keys' | 'clock'>): string {
  const id = generateKey().replaceAll(/[^0-9A-Za-z]/g, 'x');
  return signToken(ctx.keys, 'challenge', id, new Date(ctx.clock.now().getTime() + VALID_MS));
}

/**
 * True once per challenge: for a valid signature and a correct solution, which counts as used from then on.
 */
export async function isSolved(
  ctx: Pick<WebContext, 'keys' | 'clock' | 'limits'>,
  challenge: string,
  solution: string,
): Promise<boolean> {
  const reading = readToken(ctx.keys, 'challenge', challenge, ctx.clock.now());
  if (!reading.valid || !/^\d{1,10}$/.test(solution)) return false;
  const digest = createHash('sha256').update(`${challenge}:${solution}`).digest();
  if (digest.readUInt32BE(0) >>> (32 - CHALLENGE_BITS) !== 0) return false;
  return (await ctx.limits.take(USE_LIMIT, reading.subject)) === 0;
}
