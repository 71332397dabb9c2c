import { setTimeout as wait } from 'node:timers/promises';
import { CIRCUIT } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import type { ConnectionScope, OutgoingEmail, Provider, SendResult } from '../../ports.ts';
import { providerRateLimits } from './provider.ts';

/** Wait after which a batch is released: other processes may take the freed points several times in a row. */
const MAX_RATE_WAIT_MS = 20_000;

/**
 * Takes points from the provider's rate limit, which all processes share, and waits for them when they are
 * near. Transactional email has one point per window that no edition can take. Returns 0, or the milliseconds
 * after which to try again. Must not run inside a transaction.
 *
 * Waits by the machine's clock, by which these limits count.
 */
export async function waitForRateLimit(
  ctx: Pick<Context, 'limits'>,
  provider: Provider,
  kind: 'edition' | 'transactional',
  count: number,
): Promise<number> {
  const limits = providerRateLimits(provider);
  if (!limits || count === 0) return 0;
  const cost = provider.limits.rate?.counts === 'emails' ? count : 1;
  const giveUpAt = performance.now() + MAX_RATE_WAIT_MS;
  for (;;) {
    const reserved = kind === 'transactional' ? await ctx.limits.take(limits.transactional, 'all') : null;
    if (reserved === 0) return 0;
    const common = await ctx.limits.take(limits.common, 'all', cost);
    if (common === 0) return 0;
    const waitMs = Math.min(reserved ?? common, common);
    if (performance.now() + waitMs > giveUpAt) return waitMs;
    await wait(waitMs);
  }
}

/**
 * Sends the emails with the provider. When it reports too many calls, its rate limit pauses for the stated
 * time in all processes.
 */
export async function callProvider(
  ctx: Pick<Context, 'limits'>,
  provider: Provider,
  emails: readonly OutgoingEmail[],
  idempotencyKey: string,
  connections?: ConnectionScope,
): Promise<SendResult[]> {
  // No abort signal: aborting a call in flight would make its outcome unknown.
  const results = await provider.mailer.send(emails, {
    idempotencyKey,
    ...(connections ? { connections } : {}),
  });
  const limits = providerRateLimits(provider);
  const [first] = results;
  if (limits && first?.outcome === 'deferred' && first.about === 'rate') {
    const pauseMs = Math.min(first.retryAfterMs, CIRCUIT.maxWaitMs);
    for (const limit of [limits.common, limits.transactional]) await ctx.limits.pause(limit, 'all', pauseMs);
  }
  return results;
}
