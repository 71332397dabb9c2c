import { HYPHEN_TAG_DOMAINS, MAILBOX_ALIASES, SUBSCRIBE_LIMITS } from '../../../config/subscribe-limits.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import { addressHash } from '../subscriber.ts';

/**
 * Counts a sign-up against the limits of its network, of all networks together, and of the mailbox behind its
 * address (normalized; only a hash is stored). False when the limit of the mailbox is reached: the caller
 * then does nothing and answers as usual. Throws PaperboyError `SUBSCRIBE_LIMITED` (retry later, with
 * retryAfterMs) when a network or all together exceed theirs, which reveals nothing about an address. Not
 * inside a transaction (see Limits).
 */
export async function allowsSignUp(
  ctx: Pick<Context, 'limits'>,
  input: { address: string; network: string | null },
): Promise<boolean> {
  if (input.network !== null) refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.network, input.network));
  refuse(await ctx.limits.take(SUBSCRIBE_LIMITS.total, 'all'));
  return (await ctx.limits.take(SUBSCRIBE_LIMITS.address, addressHash(mailboxKey(input.address)))) === 0;
}

/**
 * Canonical spelling of a normalized address within its mailbox: without a `+tag` at any domain, and without
 * characters that its provider ignores. For limits only. As an identity it would be wrong where a server
 * takes `+` literally; as a limit the price is that two such mailboxes share five emails a day.
 */
export function mailboxKey(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const alias = MAILBOX_ALIASES.find(({ domains }) => domains.includes(domain));
  const tag = HYPHEN_TAG_DOMAINS.test(domain) ? /(?<=.)[+-].*/ : /(?<=.)\+.*/;
  const local = address.slice(0, at).replace(tag, '');
  const bare = alias?.ignored ? local.replace(alias.ignored, '') : local;
  return `${bare || local}@${alias?.domains[0] ?? domain}`;
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
