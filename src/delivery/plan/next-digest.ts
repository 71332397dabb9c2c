import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { nextDigestTime } from '../../editions/digest-schedule.ts';
import type { Preference } from '../../subscribers/preferences/preference.ts';
import { readLocalDays } from './audience-queries.ts';

/** A local day from the zone furthest behind UTC to the one furthest ahead. */
const ZONES_APART_DAYS = 2;

/**
 * Local day (YYYY-MM-DD) of a subscriber's next digest: that of the scheduled delivery, else the next one by
 * the preference, after the pause and on a day without a digest. Null if there is none within nine days of
 * either.
 */
export async function readNextDigestDay(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; preference: Preference; pausedUntil: string | null },
): Promise<string | null> {
  const now = ctx.clock.now();
  const { scheduled, taken } = await readLocalDays(
    ctx.db,
    input.subscriberId,
    addDays(dayOf(now), -ZONES_APART_DAYS),
  );
  const notBefore = input.pausedUntil ?? '';
  const [first] = scheduled.filter((day) => day >= notBefore).sort();
  if (first !== undefined) return first;
  const from = new Date(
    Math.max(now.getTime(), Date.parse(`${addDays(input.pausedUntil ?? dayOf(now), -1)}T00:00:00Z`)),
  );
  return nextDigestTime(input.preference, from, (day) => day < notBefore || taken.has(day))?.localDay ?? null;
}
