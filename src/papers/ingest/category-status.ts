import { addDays, dayOf, weekday } from '../../day.ts';
import { type SourceStateName, sourceState } from './source-state.ts';

/** Papers of one category submitted on one day (YYYY-MM-DD, UTC). */
export interface CategoryDay {
  category: string;
  day: string;
  /** When the first of them was stored. */
  firstSeenAt: Date;
}

/** Freshness of one category of a source. One category can be stale while others are fresh. */
export interface CategoryStatus {
  category: string;
  state: Exclude<SourceStateName, 'failed'>;
  /** Newest submission day with papers, or null if there is none. */
  newestDay: string | null;
  /** When the next day's papers usually arrive; null without enough history. */
  dueAt: Date | null;
}

const DAY_MS = 24 * 3_600_000;
/**
 * Minimum samples per weekday, because arrival depends on it: Friday's papers come on Monday, Monday's on
 * Tuesday.
 */
const LEAST_DAYS = 3;
/** Later arrivals were backfilled and say nothing about the usual hour. */
const LATEST_MS = 5 * DAY_MS;

/**
 * Status of each category, in the order given, from the arrival days of the last weeks: `fresh` until the day
 * on which the next papers usually arrive, `waiting` on that day and for 24 h after, then `stalled`. Pure.
 */
export function categoryStatuses(
  categories: readonly string[],
  days: readonly CategoryDay[],
  rule: { quietWeekdays: readonly number[]; lagDays: number },
  now: Date,
): CategoryStatus[] {
  return categories.map((category) => {
    const mine = days.filter((each) => each.category === category && !isQuiet(each.day));
    const newestDay =
      mine
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null;
    const dueAt = newestDay === null ? null : usuallyBy(mine, nextDay(newestDay));
    return { category, newestDay, dueAt, state: stateOf(newestDay, dueAt) };
  });

  function isQuiet(day: string): boolean {
    return rule.quietWeekdays.includes(weekday(day));
  }

  function nextDay(day: string): string {
    let next = addDays(day, 1);
    while (isQuiet(next)) next = addDays(next, 1);
    return next;
  }

  function stateOf(newestDay: string | null, dueAt: Date | null): CategoryStatus['state'] {
    const today = dayOf(now);
    if (newestDay === null) return 'stalled';
    // Without a usual hour, falls back to the rule of the source. No fetch is made for one category alone, so
    // none failed.
    if (dueAt === null)
      return sourceState({ today, newestDay, ...rule, lastTryFailed: false }) as CategoryStatus['state'];
    if (now.getTime() > dueAt.getTime() + DAY_MS) return 'stalled';
    if (dayOf(dueAt) <= today) return 'waiting';
    return isQuiet(today) ? 'quiet' : 'fresh';
  }
}

function usuallyBy(days: readonly CategoryDay[], day: string): Date | null {
  const spans = days
    .filter((each) => weekday(each.day) === weekday(day))
    .map((each) => each.firstSeenAt.getTime() - startOf(each.day))
    .filter((span) => span <= LATEST_MS)
    .sort((a, b) => a - b);
  const median = spans[Math.floor(spans.length / 2)];
  return spans.length < LEAST_DAYS || median === undefined ? null : new Date(startOf(day) + median);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
