import { setTimeout as wait } from 'node:timers/promises';
import { CIRCUIT } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import type { OutgoingEmail, Provider, SendResult } from '../../ports.ts';
import { providerRateLimits } from './provider.ts';

/** With many processes a turn may be lost to others several times; after this long the batch is given back. */
const MAX_TURN_WAIT_MS = 20_000;

/**
 * Takes a turn within the provider's rate, which all processes share, and waits for it if it is near. A transactional email has a point in each window
 * that no edition can take. Gives 0, or the milliseconds after which to ask again. Not inside a transaction.
 *
 * It waits by the machine's clock, by which these limits count.
 */
export async function waitForRateLimit(
  ctx: Pick<Context, 'limits'>,
  provider: Provider,
  kind: 'edition' | 'transactional',
  count: number,
): Promise<number> {
  const limits = providerRateLimits(provider);
  if (!limits || count === 0) return 0;
  const cost = provider.limits.rate?.counts === 'mails' ? count : 1;
  const giveUpAt = performance.now() + MAX_TURN_WAIT_MS;
  for (;;) {
    const own = kind === 'transactional' ? await ctx.limits.take(limits.transactional, 'all') : null;
    if (own === 0) return 0;
    const common = await ctx.limits.take(limits.common, 'all', cost);
    if (common === 0) return 0;
    const waitMs = Math.min(own ?? common, common);
    if (performance.now() + waitMs > giveUpAt) return waitMs;
    await wait(waitMs);
  }
}

/**
 * Gives the emails to the provider. When it says that there were too many calls, nobody calls it until the time that it
 * names is over, in whatever process.
 */
export async function callProvider(
  ctx: Pick<Context, 'limits'>,
  provider: Provider,
  emails: readonly OutgoingEmail[],
  idempotencyKey: string,
): Promise<SendResult[]> {
  // No abort signal: a batch that has begun is let finish, because stopping it would make its outcome unknown.
  const results = await provider.mailer.send(emails, { idempotencyKey });
  const limits = providerRateLimits(provider);
  const [first] = results;
  if (limits && first?.outcome === 'deferred' && first.about === 'rate') {
    const pauseMs = Math.min(first.retryAfterMs, CIRCUIT.maxWaitMs);
    for (const limit of [limits.common, limits.transactional]) await ctx.limits.pause(limit, 'all', pauseMs);
  }
  return results;
}
