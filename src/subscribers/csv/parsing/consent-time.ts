/** Milliseconds by which the clock that recorded consent may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Abbreviations with one meaning, in minutes east of UTC. CST, IST and BST have several and are refused. */
const ABBREVIATIONS: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  EST: -300,
  EDT: -240,
  MST: -420,
  MDT: -360,
  CDT: -300,
  PST: -480,
  PDT: -420,
};

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?m\.?)?$/i;
const DATE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$|^(\d{1,2})([-/.])(\d{1,2})\6(\d{4})$/;
/** Date, time and zone: everything up to the first T or space, an hour with minutes, the rest. */
const PARTS =
  /^([\d./-]+)(?:(?:T|,? at |,? ?)(\d{1,2}:[\d:.,]+(?: ?[ap]\.?m\b\.?)?))?(?: ?(z$|[a-z+([-].*))?$/i;

/** `1 March 2026`, `Sun, 01 Mar 2026` (RFC 5322), `March 1st, 2026`; English and German. */
const WORDS =
  /^(?:[\p{L}]{2,10}\.?,? )??(?:(\d{1,2})(?:\.|st|nd|rd|th)? (\p{L}{3,9})\.?,?|(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?) (\d{4})(?=[ ,]|$)/iu;
const MONTHS = [
  'jan',
  'feb',
  'mar|mär',
  'apr',
  'may|mai',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct|okt',
  'nov',
  'dec|dez',
];

/** Longer texts are no times. */
const MAX_LENGTH = 80;

const EXAMPLE = 'for example 2026-03-01T09:30:00Z or 2026-03-01';

/**
 * Parses a time of consent as other tools and spreadsheets write it: ISO 8601, with a space instead of the T,
 * with an offset or the name of a zone (`UTC`, `Europe/Berlin`), `01.03.2026 09:30`, and `3/14/2026` where
 * only one order of day and month is possible. Without a zone it is UTC. Otherwise returns the problem.
 */
export function parseConsentTime(text: string, now: Date): Date | { problem: string } {
  const [, date = '', time, zone = ''] =
    PARTS.exec(numericDate(text.trim().slice(0, MAX_LENGTH).replace(/\s+/g, ' '))) ?? [];
  const day = parseDay(date);
  if (typeof day === 'string') return { problem: day };
  const clock = time === undefined ? 0 : parseClock(time);
  const problem = `consent_at must be an ISO 8601 time, ${EXAMPLE}, or a date such as 01.03.2026`;
  if (day === null || clock === null) return { problem };
  const moment = toUtc(day + clock, zone.trim());
  if (moment === null)
    return { problem: `consent_at names an unknown time zone; write it in UTC, ${EXAMPLE}` };
  if (moment > now.getTime() + CLOCK_SKEW_MS)
    return { problem: 'consent_at is in the future: consent must have been given before the import' };
  return new Date(moment);
}

/** Replaces a date with the month as a word by a numeric one. */
function numericDate(text: string): string {
  const [found, day, month, otherMonth, otherDay, year] = WORDS.exec(text) ?? [];
  if (found === undefined) return text;
  const name = (month ?? otherMonth ?? '').toLowerCase();
  const index = MONTHS.findIndex((starts) => starts.split('|').some((start) => name.startsWith(start)));
  return index === -1 ? text : `${year}-${index + 1}-${day ?? otherDay}${text.slice(found.length)}`;
}

/** Returns midnight of a day in UTC, the problem as text if the day is ambiguous, or null if it is none. */
function parseDay(text: string): number | string | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, year, , month, day, first, separator, second, lastYear] = found;
  if (year !== undefined) return midnight(Number(year), Number(month), Number(day));
  const [one, two] = [Number(first), Number(second)];
  const dayFirst = midnight(Number(lastYear), two, one);
  if (separator === '.') return dayFirst;
  const monthFirst = midnight(Number(lastYear), one, two);
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst)
    return `consent_at does not say which number is the month; write the year first, ${EXAMPLE}`;
  return dayFirst ?? monthFirst;
}

function midnight(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() : null;
}

/** Milliseconds since midnight. */
function parseClock(text: string): number | null {
  const [found, hours = '', minutes = '', seconds = '0', fraction = '', half] = TIME.exec(text) ?? [];
  if (found === undefined) return null;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds;
}

/** Converts a local time by its zone: an offset, an abbreviation, an IANA name, or several of them. */
function toUtc(local: number, zone: string): number | null {
  // +0000 UTC (Go), +01:00[Europe/Berlin] (Java), GMT+0100 (Central European Standard Time) (JavaScript): the
  // offset says it all.
  const [, sign, hours, minutes = '0'] =
    /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?(?: ?[A-Z]{1,5}| ?[([].*[)\]])?$/.exec(zone) ?? [];
  if (sign !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return Math.abs(offset) <= 14 * 60 ? local - offset * 60_000 : null;
  }
  if (zone === '') return local;
  const abbreviation = zone
    .toUpperCase()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^Z\[.*\]$/, 'Z');
  if (Object.hasOwn(ABBREVIATIONS, abbreviation)) return local - (ABBREVIATIONS[abbreviation] ?? 0) * 60_000;
  if (!/^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(zone)) return null;
  try {
    const guess = local - offsetOf(zone, local);
    return local - offsetOf(zone, guess);
  } catch {
    return null;
  }
}

/** Offset of an IANA zone at a moment, in milliseconds. Throws RangeError for an unknown one. */
function offsetOf(timeZone: string, moment: number): number {
  const key = timeZone.toLowerCase();
  const format = FORMATS.get(key) ?? zoneFormat(timeZone);
  FORMATS.set(key, format);
  const parts = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/** Formats by zone: making one takes as long as reading fifty rows. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
