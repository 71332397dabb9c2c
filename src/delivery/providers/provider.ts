import { createHash } from 'node:crypto';
import { RATES, WARMUP } from '../../../config/providers.ts';
import type { RateLimit } from '../../db/rate-limits.ts';
import type { Provider, ProviderLimits } from '../../ports.ts';

/**
 * Whom of those that can take email now an attempt goes to: shared by weight, and the first in the order of fail-over when
 * none has a weight. The same key chooses the same provider. Null when there is none.
 */
export function chooseProvider<Each extends Pick<Provider, 'weight'>>(
  usable: readonly Each[],
  key: string,
): Each | null {
  const total = usable.reduce((sum, { weight }) => sum + weight, 0);
  let point = total * hashFraction(key);
  for (const provider of usable) {
    if (point < provider.weight) return provider;
    point -= provider.weight;
  }
  return usable[0] ?? null;
}

/** The provider of a stored attempt; undefined when MAILER does not name it any more. */
export function findProvider(
  ctx: { providers: readonly Provider[] },
  name: string | null,
): Provider | undefined {
  return ctx.providers.find((provider) => provider.name === name);
}

/** Connections of one batch, so that two batches fit beside the connection that is left to transactional emails. */
export function connectionsPerBatch(total: number): number {
  return Math.max(1, Math.floor((total - 1) / 2));
}

/**
 * The two counters of a provider's rate: the common one, and one point a window that is the transactional emails' alone. Apart, because an
 * edition that asks a shared counter in vain would still use it up. Null where no rate is set.
 */
export function providerRateLimits({
  name,
  limits,
}: Provider): { common: RateLimit; transactional: RateLimit } | null {
  if (!limits.rate) return null;
  // One a second cannot be parted, so it is counted as two in two seconds.
  const seconds = limits.rate.perSecond < 2 ? 2 : 1;
  const points = limits.rate.perSecond * seconds;
  return {
    common: { name: `provider-${name}`, points: points - 1, seconds },
    transactional: { name: `provider-${name}-transactional`, points: 1, seconds },
  };
}

/** Emails of an edition's batch, at most: what the provider takes at once, and no more than its rate gives in a window. */
export function batchLimit(provider: Provider): number {
  const size = provider.mailer.batchSize;
  if (provider.limits.rate?.counts !== 'mails') return size;
  return Math.max(1, Math.min(size, providerRateLimits(provider)?.common.points ?? size));
}

/** Emails that may go on that day, by the plan and the warm-up; null where neither says anything. */
export function dailyAllowance(limits: ProviderLimits, day: string): number | null {
  const caps = [limits.mailsPerDay, warmupCap(limits.warmupFrom, day)].filter((cap) => cap !== null);
  return caps.length === 0 ? null : Math.min(...caps);
}

/** What of a day's allowance is left to editions: a part of it is the transactional emails', used or not. */
export function editionAllowance(
  allowance: number,
  used: { editions: number; transactional: number },
): number {
  const reserved = Math.max(used.transactional, Math.ceil(allowance * RATES.transactionalShareOfDay));
  return Math.max(0, allowance - reserved - used.editions);
}

/** Before its first day everything counts as that day: an address that is not warm yet is not warm the day before either. */
function warmupCap(from: string | null, day: string): number | null {
  if (from === null) return null;
  const days = Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000);
  return WARMUP[Math.max(0, days)] ?? null;
}

/** From 0 to below 1, spread evenly over all keys. */
function hashFraction(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32;
}
