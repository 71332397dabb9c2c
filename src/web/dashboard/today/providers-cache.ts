import { DASHBOARD } from '../../../../config/dashboard.ts';
import { dayOf } from '../../../day.ts';
import { countUsedByProvider, readCircuits } from '../../../delivery/providers/circuit-breaker-queries.ts';
import { dailyAllowance } from '../../../delivery/providers/provider.ts';
import type { WebContext } from '../../http/web-context.ts';
import { cached } from '../frame/cached.ts';
import type { ProviderStatus } from './describe-provider.ts';

type Counts = Record<'today' | 'recent', Map<string, number>>;

/**
 * Creates a reader of the providers' status. Circuit breakers are read on each call, counts are cached
 * briefly.
 */
export function createProvidersCache(
  ctx: Pick<WebContext, 'db' | 'providers'>,
): (now: Date) => Promise<ProviderStatus[]> {
  const counts = cached(DASHBOARD.countsCacheSeconds * 1_000, (now) => readCounts(ctx, now));
  return async (now) => {
    const day = dayOf(now);
    const [circuits, { today, recent }] = await Promise.all([readCircuits(ctx.db), counts(now)]);
    return ctx.providers.map(({ name, limits }) => {
      const allowance = dailyAllowance(limits, day);
      return {
        name,
        limits,
        circuit: circuits.get(name),
        today: allowance === null ? null : { allowance, taken: today.get(name) ?? 0 },
        recent: recent.get(name) ?? 0,
      };
    });
  };
}

/** Counts today's emails only for providers with a daily quota, which bounds the rows to count. */
async function readCounts(
  { db, providers }: Pick<WebContext, 'db' | 'providers'>,
  now: Date,
): Promise<Counts> {
  const day = dayOf(now);
  const limited = providers.filter(({ limits }) => dailyAllowance(limits, day) !== null);
  const since = new Date(now.getTime() - DASHBOARD.paceMinutes * 60_000);
  const namesOf = (list: WebContext['providers']) => list.map(({ name }) => name);
  return {
    today: await countUsedByProvider(db, namesOf(limited), new Date(`${day}T00:00:00Z`)),
    recent: await countUsedByProvider(db, namesOf(providers), since),
  };
}
