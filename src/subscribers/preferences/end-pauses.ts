import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { localDayIn } from '../local-day.ts';
import { readZonesOfPauses, resumeEndedPauses } from '../subscriber-queries.ts';
import { timeZoneOrUtc } from './preference.ts';

/** Ends the pauses whose date has begun in the subscriber's time zone, and returns how many. */
export async function endPauses(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const now = ctx.clock.now();
  // The date is nowhere further ahead of UTC than by a day.
  const zones = await readZonesOfPauses(ctx.db, addDays(dayOf(now), 1));
  let ended = 0;
  for (const timeZone of zones)
    ended += await resumeEndedPauses(
      ctx.db,
      { timeZone, day: localDayIn(timeZoneOrUtc(timeZone), now) },
      now,
    );
  return ended;
}
