import type { Language } from '../config/languages.ts';

/**
 * How a language writes numbers, days and lists. Spelled out instead of Intl, whose punctuation changes between releases
 * of Node: the same digest must have the same bytes on every machine.
 */
export interface Writing {
  counted(count: number): string;
  /** A number with its noun. */
  plural(count: number, one: string, many: string): string;
  /** YYYY-MM-DD with the weekday, without the year. */
  date(day: string): string;
  /** Without the weekday; with the year where it is another than that of `today`. */
  day(day: string, today: string): string;
  /** `a, b and c`. */
  list(entries: readonly string[]): string;
}

interface Habits {
  thousands: string;
  /** After the number of a day. */
  ordinal: string;
  and: string;
  months: readonly string[];
  /** From Sunday. */
  weekdays: readonly string[];
}

export const ENGLISH = writingOf({
  thousands: ',',
  ordinal: '',
  and: 'and',
  months: 'January February March April May June July August September October November December'.split(' '),
  weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
});

export const GERMAN = writingOf({
  thousands: '.',
  ordinal: '.',
  and: 'und',
  months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  weekdays: 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split(' '),
});

/** The writing of each language. */
export const WRITING: Readonly<Record<Language, Writing>> = { en: ENGLISH, de: GERMAN };

function writingOf({ thousands, ordinal, and, months, weekdays }: Habits): Writing {
  const counted = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, thousands);
  const bare = (time: Date) => `${time.getUTCDate()}${ordinal} ${months[time.getUTCMonth()]}`;
  const timeOf = (day: string) => new Date(`${day}T00:00:00Z`);
  return {
    counted,
    plural: (count, one, many) => `${counted(count)} ${count === 1 ? one : many}`,
    date: (day) => `${weekdays[timeOf(day).getUTCDay()]}, ${bare(timeOf(day))}`,
    day: (day, today) =>
      day.slice(0, 4) === today.slice(0, 4) ? bare(timeOf(day)) : `${bare(timeOf(day))} ${day.slice(0, 4)}`,
    list: (entries) => [entries.slice(0, -1).join(', '), entries.at(-1)].filter(Boolean).join(` ${and} `),
  };
}
