import { DESK } from '../../../config/desk.ts';
import { dayOf } from '../../day.ts';
import { readCircuits } from '../../delivery/circuit-queries.ts';
import { allowanceOf } from '../../delivery/provider.ts';
import { readTakenSince } from '../../watch/metrics-queries.ts';
import type { WebContext } from '../context.ts';
import type { ProviderStanding } from './provider-words.ts';

type Counts = Record<'today' | 'recent', Map<string, number>>;

/** Gives a reader of how providers stand: whether they rest is read at each call, what they took is kept for a moment. */
export function providersReader(
  ctx: Pick<WebContext, 'db' | 'providers'>,
): (now: Date) => Promise<ProviderStanding[]> {
  let kept: { at: number; counts: Promise<Counts> } | null = null;
  const counts = (now: Date): Promise<Counts> => {
    const at = now.getTime();
    if (kept && Math.abs(at - kept.at) < DESK.countsSeconds * 1_000) return kept.counts;
    const mine = { at, counts: readCounts(ctx, now) };
    kept = mine;
    mine.counts.catch(() => {
      if (kept === mine) kept = null;
    });
    return mine.counts;
  };
  return async (now) => {
    const day = dayOf(now);
    const [circuits, { today, recent }] = await Promise.all([readCircuits(ctx.db), counts(now)]);
    return ctx.providers.map(({ name, limits }) => {
      const allowance = allowanceOf(limits, day);
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

/** The day's mails only of those for whom the day has a number, which bounds what is counted. */
async function readCounts(
  { db, providers }: Pick<WebContext, 'db' | 'providers'>,
  now: Date,
): Promise<Counts> {
  const day = dayOf(now);
  const limited = providers.filter(({ limits }) => allowanceOf(limits, day) !== null);
  const since = new Date(now.getTime() - DESK.paceMinutes * 60_000);
  const names = (of: WebContext['providers']) => of.map(({ name }) => name);
  return {
    today: await readTakenSince(db, new Date(`${day}T00:00:00Z`), names(limited)),
    recent: await readTakenSince(db, since, names(providers)),
  };
}
