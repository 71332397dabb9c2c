import { addDays, weekday } from '../../day.ts';

/**
 * State of a source (rule 10). `fresh`: the newest possible day is stored. `waiting`: today's is missing,
 * yesterday's is stored. `quiet`: nothing is due today (a weekend) and nothing is missing. `stalled`: the
 * source responds, but due days are missing. `failed`: the last fetch failed.
 */
export type SourceStateName = 'fresh' | 'waiting' | 'quiet' | 'stalled' | 'failed';

export interface SourceStateInput {
  /** Today, YYYY-MM-DD in UTC. */
  today: string;
  lastTryFailed: boolean;
  /** Newest day with papers, or null before the first. */
  newestDay: string | null;
  /** Weekdays (1 = Monday … 7 = Sunday) on which nothing is due. */
  quietWeekdays: readonly number[];
  /** Usual delay of the source, in days. */
  lagDays: number;
}

/** Derives a source's state from the last fetch and its newest day. */
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

/** Words the reason of a failure to follow the source's label, with which errors of a source start. */
export function describeSourceFailure(label: string, reason: string): string {
  return reason.startsWith(`${label} `) ? `it ${reason.slice(label.length + 1)}` : reason;
}
