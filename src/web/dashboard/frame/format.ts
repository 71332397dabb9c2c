const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const NUMBER = new Intl.NumberFormat('en-US');
const PLURAL = new Intl.PluralRules('en-US');

/** Formats a whole number: `1,200`. */
export function formatNumber(number: number): string {
  return NUMBER.format(number);
}

/** Formats a share of 1 as a percentage with a fixed number of digits: `0.30%`. */
export function formatPercent(share: number, digits: number): string {
  const options = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return share.toLocaleString('en-US', options);
}

/** Chooses the singular or plural form for a number. */
export function pluralForm(number: number, one: string, other: string): string {
  return PLURAL.select(number) === 'one' ? one : other;
}

/**
 * Formats a number with its noun: `1 line`, `1,200 lines`. Pass `many` when the plural is not the singular
 * with an s.
 */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${pluralForm(number, one, many)}`;
}

/** Formats a moment with its day: `2026-11-23 07:15 UTC`; a dash for null. */
export function formatTime(time: Date | null): string {
  return time === null ? '–' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Formats a moment of today as `07:15 UTC`, and one of another day as `2026-11-24 03:30 UTC`. */
export function formatClock(moment: Date, now: Date): string {
  const isToday = moment.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  return isToday ? `${moment.toISOString().slice(11, 16)} UTC` : formatTime(moment);
}

/**
 * Formats a duration in at most two units: `480 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. Written by
 * hand because Node 20 has no `Intl.DurationFormat`.
 */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, Math.round(milliseconds));
  if (length < 1_000) return `${length} ms`;
  const whole = Math.round(length / 1_000) * 1_000;
  if (whole < MINUTE) return `${whole / 1_000} s`;
  if (whole < HOUR) return twoUnits(whole, [MINUTE, 'min'], [1_000, 's']);
  if (whole < DAY) return twoUnits(whole, [HOUR, 'h'], [MINUTE, 'min']);
  return twoUnits(whole, [DAY, 'd'], [HOUR, 'h']);
}

/** Formats the distance of a moment from now, rounded to the minute: `in 5 h 20 min`, `3 min ago`, `now`. */
export function formatFromNow(moment: Date, now: Date): string {
  const minutes = Math.round((moment.getTime() - now.getTime()) / MINUTE);
  if (minutes === 0) return 'now';
  const distance = formatDuration(Math.abs(minutes) * MINUTE);
  return minutes > 0 ? `in ${distance}` : `${distance} ago`;
}

function twoUnits(
  milliseconds: number,
  [large, largeName]: readonly [number, string],
  [small, smallName]: readonly [number, string],
): string {
  const rest = Math.floor((milliseconds % large) / small);
  return `${Math.floor(milliseconds / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
