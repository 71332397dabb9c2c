import type { Context } from '../context.ts';
import { addDays, dayOf, daySchema } from '../day.ts';
import { applyTransition } from './subscriber-queries.ts';

/** Longer than a year is not a pause; whoever is away for so long can leave and come back. */
const LONGEST_DAYS = 366;

/** What a pause may be: until any day from first to last, and the usual ones. All YYYY-MM-DD. */
export interface PauseDays {
  first: string;
  last: string;
  usual: { week: string; twoWeeks: string; month: string };
}

/** The first and the last day until which a pause may be, YYYY-MM-DD: from tomorrow (UTC) for a year. */
export function pauseDays(now: Date): PauseDays {
  const today = dayOf(now);
  return { first: addDays(today, 1), last: addDays(today, LONGEST_DAYS), usual: usualPauses(today) };
}

function usualPauses(today: string): PauseDays['usual'] {
  return { week: addDays(today, 7), twoWeeks: addDays(today, 14), month: addDays(today, 30) };
}

/** Whether that text is a day until which a pause may be. */
export function isPauseDay(until: string, now: Date): boolean {
  const { first, last } = pauseDays(now);
  return daySchema.safeParse(until).success && first <= until && until <= last;
}

/**
 * Sends nothing before that day (YYYY-MM-DD), when housekeeping wakes the subscriber. A pause that runs gets the new day.
 * False, and nothing changes, for a day that is none, past or too far, or somebody who is not subscribed.
 */
export async function pauseSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; until: string },
): Promise<boolean> {
  const now = ctx.clock.now();
  if (!isPauseDay(input.until, now)) return false;
  return applyTransition(ctx.db, input.subscriberId, 'pause', now, { pausedUntil: input.until });
}

/** Ends a pause now. False where there was none. */
export async function resumeSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<boolean> {
  return applyTransition(ctx.db, input.subscriberId, 'resume', ctx.clock.now(), { pausedUntil: null });
}
