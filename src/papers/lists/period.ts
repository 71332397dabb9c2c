import { addDays, weekday } from '../../day.ts';

/** A day, an ISO week (Monday to Sunday) or a month with a page of its own. */
export interface Period {
  kind: 'day' | 'week' | 'month';
  /** `2026-11-20`, `2026-W47` or `2026-11`. */
  name: string;
  /** First and last day, YYYY-MM-DD. */
  from: string;
  to: string;
}

const DAY = /^(?:19|20)\d\d-\d\d-\d\d$/;
const WEEK = /^((?:19|20)\d\d)-W(\d\d)$/;
const MONTH = /^(?:19|20)\d\d-\d\d$/;

/** Parses the name of a period; null if there is no such period: 30 February, week 53 in a year of 52. */
export function parsePeriod(kind: Period['kind'], name: string): Period | null {
  const from = firstDay(kind, name);
  if (from === null) return null;
  const period = periodOf(kind, from);
  return period.name === name ? period : null;
}

/** Period of that kind that contains a day. */
export function periodOf(kind: Period['kind'], day: string): Period {
  if (kind === 'day') return { kind, name: day, from: day, to: day };
  if (kind === 'month') {
    const name = day.slice(0, 7);
    const nextMonth = addDays(`${name}-28`, 4).slice(0, 7);
    return { kind, name, from: `${name}-01`, to: addDays(`${nextMonth}-01`, -1) };
  }
  const from = addDays(day, 1 - weekday(day));
  // ISO 8601: a week belongs to the year that has its Thursday, and 4 January is always in week 1.
  const year = addDays(from, 3).slice(0, 4);
  const number = 1 + daysBetween(firstMonday(year), from) / 7;
  return { kind, name: `${year}-W${String(number).padStart(2, '0')}`, from, to: addDays(from, 6) };
}

function firstDay(kind: Period['kind'], name: string): string | null {
  if (kind === 'day') return DAY.test(name) ? realDay(name) : null;
  if (kind === 'month') return MONTH.test(name) ? realDay(`${name}-01`) : null;
  const [, year, number] = WEEK.exec(name) ?? [];
  return year === undefined ? null : addDays(firstMonday(year), 7 * (Number(number) - 1));
}

function realDay(day: string): string | null {
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? null : addDays(day, 0);
}

function firstMonday(year: string): string {
  const fourth = `${year}-01-04`;
  return addDays(fourth, 1 - weekday(fourth));
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
