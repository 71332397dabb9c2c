import { addDays, weekday } from '../../day.ts';

/**
 * Rule 10 in five words. fresh: the newest day that could be there is there. waiting: today's is not there
 * yet, yesterday's was. quiet: nothing is due today (a weekend) and nothing is missing. stalled: it answers,
 * but days that were due are missing. failed: the last try went wrong.
 */
export type SourceStateName = 'fresh' | 'waiting' | 'quiet' | 'stalled' | 'failed';

export interface SourceStateInput {
  /** Today, YYYY-MM-DD in UTC. */
  today: string;
  lastTryFailed: boolean;
  /** The newest day that had papers, or null before the first. */
  newestDay: string | null;
  /** Weekdays (1 = Monday … 7 = Sunday) on which nothing is due. */
  quietWeekdays: readonly number[];
  /** How many days the source is normally behind. */
  lagDays: number;
}

/** The state of a source from what was last seen of it. */
export function sourceState(reading: SourceStateInput): SourceStateName {
  if (reading.lastTryFailed) return 'failed';
  const horizon = addDays(reading.today, -reading.lagDays);
  const expected = lastDueDay(horizon, reading.quietWeekdays);
  if (reading.newestDay !== null && reading.newestDay >= expected) {
    return reading.quietWeekdays.includes(weekday(reading.today)) ? 'quiet' : 'fresh';
  }
  const before = lastDueDay(addDays(expected, -1), reading.quietWeekdays);
  const onlyTodayMissing = expected === horizon && reading.newestDay !== null && reading.newestDay >= before;
  return onlyTodayMissing ? 'waiting' : 'stalled';
}

function lastDueDay(from: string, quietWeekdays: readonly number[]): string {
  for (let back = 0; back < 7; back += 1) {
    const day = addDays(from, -back);
    if (!quietWeekdays.includes(weekday(day))) return day;
  }
  return from;
}
