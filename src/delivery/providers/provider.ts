import { createHash } from 'node:crypto';
import { RATES, WARMUP } from '../../../config/providers.ts';
import type { RateLimit } from '../../db/rate-limits.ts';
import type { Provider, ProviderLimits } from '../../ports.ts';

/**
 * Chooses one of the usable providers by weight, or the first in fail-over order when none has a weight. The
 * same key chooses the same provider. Null when the list is empty.
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

/** Finds the provider of a stored attempt; undefined when MAILER no longer names it. */
export function findProvider(
  ctx: { providers: readonly Provider[] },
  name: string | null,
): Provider | undefined {
  return ctx.providers.find((provider) => provider.name === name);
}

/** Connections of one run: two runs fit beside the connection reserved for transactional email. */
export function connectionsPerRun(total: number): number {
  return Math.max(1, Math.floor((total - 1) / 2));
}

/**
 * Returns the two counters of a provider's rate limit: the common one, and one point per window reserved for
 * transactional email. They are separate, because even an edition's rejected requests would use up a shared
 * counter. Null when no rate is set.
 */
export function providerRateLimits({
  name,
  limits,
}: Provider): { common: RateLimit; transactional: RateLimit } | null {
  if (!limits.rate) return null;
  // One per second cannot be split, so it counts as two per two seconds.
  const seconds = limits.rate.perSecond < 2 ? 2 : 1;
  const points = limits.rate.perSecond * seconds;
  return {
    common: { name: `provider-${name}`, points: points - 1, seconds },
    transactional: { name: `provider-${name}-transactional`, points: 1, seconds },
  };
}

/**
 * Maximum emails per batch of an edition: the mailer's batch size, limited to the rate limit's points per
 * window. Where batches overlap, two share the connections of a run, so each is half the size.
 */
export function batchLimit(provider: Provider): number {
  const { batchSize } = provider.mailer;
  const size = hasOverlap(provider) ? Math.ceil(batchSize / 2) : batchSize;
  if (provider.limits.rate?.counts !== 'emails') return size;
  return Math.max(1, Math.min(size, providerRateLimits(provider)?.common.points ?? size));
}

/**
 * Maximum emails per claim: one batch, or a window of two where batches overlap, and many windows in a claim
 * `ahead` of what is being sent.
 */
export function claimLimit(provider: Provider, ahead: boolean): number {
  const limit = batchLimit(provider);
  if (!hasOverlap(provider)) return limit;
  return ahead ? Math.max(limit, RATES.smtpClaim) : 2 * limit;
}

/** True where the next batch begins before the last one has ended, so that connections are never idle. */
export function hasOverlap({ limits }: Pick<Provider, 'limits'>): boolean {
  return limits.connections !== null;
}

/** Daily quota on `day` from the account's plan and the warm-up; null when neither sets one. */
export function dailyAllowance(limits: ProviderLimits, day: string): number | null {
  const caps = [limits.emailsPerDay, warmupCap(limits.warmupFrom, day)].filter((cap) => cap !== null);
  return caps.length === 0 ? null : Math.min(...caps);
}

/**
 * Remaining part of a daily quota for editions; the part reserved for transactional email is never theirs.
 */
export function editionAllowance(
  allowance: number,
  used: { editions: number; transactional: number },
): number {
  const reserved = Math.max(used.transactional, Math.ceil(allowance * RATES.transactionalShareOfDay));
  return Math.max(0, allowance - reserved - used.editions);
}

/** Warm-up quota of a day. Earlier days get the first day's quota. */
function warmupCap(from: string | null, day: string): number | null {
  if (from === null) return null;
  const days = Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000);
  return WARMUP[Math.max(0, days)] ?? null;
}

/** Maps a key to a fraction from 0 to below 1, evenly spread over all keys. */
function hashFraction(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32;
}
