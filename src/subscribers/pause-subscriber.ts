import type { Context } from '../context.ts';
import { addDays, dayOf, daySchema } from '../day.ts';
import { applyTransition } from './subscriber-queries.ts';

/** Longest pause in days. A longer absence is better served by unsubscribing and signing up again. */
const LONGEST_DAYS = 366;

/** Dates (YYYY-MM-DD) that a pause may end on: any from first to last, and the ones that pages suggest. */
export interface PauseDays {
  first: string;
  last: string;
  usual: { week: string; twoWeeks: string; month: string };
}

/** Returns the dates on which a pause that starts now may end: from tomorrow (UTC) for a year. */
export function pauseDays(now: Date): PauseDays {
  const today = dayOf(now);
  return { first: addDays(today, 1), last: addDays(today, LONGEST_DAYS), usual: suggestedEnds(today) };
}

function suggestedEnds(today: string): PauseDays['usual'] {
  return { week: addDays(today, 7), twoWeeks: addDays(today, 14), month: addDays(today, 30) };
}

/** True when the text is a date on which a pause may end. */
export function isPauseDay(until: string, now: Date): boolean {
  const { first, last } = pauseDays(now);
  return daySchema.safeParse(until).success && first <= until && until <= last;
}

/**
 * Pauses digests until a date (YYYY-MM-DD): the first one after it is that of this local day. Replaces the date
 * of a pause that is already running. False, and nothing changes, for an invalid, past or too distant date,
 * or a subscriber who is not subscribed.
 */
export async function pauseSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; until: string },
): Promise<boolean> {
  const now = ctx.clock.now();
  if (!isPauseDay(input.until, now)) return false;
  return applyTransition(ctx.db, input.subscriberId, 'pause', now, { pausedUntil: input.until });
}

/** Ends a pause now. False when the subscriber is not paused. */
export async function resumeSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<boolean> {
  return applyTransition(ctx.db, input.subscriberId, 'resume', ctx.clock.now(), { pausedUntil: null });
}
