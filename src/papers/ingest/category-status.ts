import { addDays, dayOf, weekday } from '../../day.ts';
import { type SourceStateName, sourceState } from './source-state.ts';

/** One category's papers of one submission day (YYYY-MM-DD, UTC). */
export interface CategoryDay {
  category: string;
  day: string;
  /** When the first of them was here. */
  firstSeenAt: Date;
}

/** How one category of a source stands; it may be stale while the others are fresh. */
export interface CategoryStatus {
  category: string;
  state: Exclude<SourceStateName, 'failed'>;
  /** The newest submission day that had papers, or null where none had. */
  newestDay: string | null;
  /** By when the papers of the next day are usually here; null where too little is known. */
  dueAt: Date | null;
}

const DAY_MS = 24 * 3_600_000;
/** Fewer days of a weekday do not tell what is usual on it: Friday's papers come on Monday, Monday's on Tuesday. */
const LEAST_DAYS = 3;
/** What came later than this after its day was caught up, and says nothing of when it is announced. */
const LATEST_MS = 5 * DAY_MS;

/**
 * How each of these categories stands, in their order, by the days of the last weeks: fresh until the day on which the next papers are
 * usually here, waiting on that day and for 24 h beyond, then stalled. Pure.
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
    // Without a usual hour the source's own rule serves; nothing was tried for a category alone, so nothing of it failed.
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
