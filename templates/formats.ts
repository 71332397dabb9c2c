import type { Language } from '../config/languages.ts';

/** A noun in the plural categories that English and German have (CLDR: `one` and `other`). */
export interface PluralForms {
  one: string;
  other: string;
}

/** Formats of numbers, dates, lists and quotations in one language. Days are YYYY-MM-DD. */
export interface Formats {
  number(value: number): string;
  /** A whole number in few characters: `940`, `1.1k`, `12.4k`, `2M`; in German `1.100`, `12.400`, `2 Mio.` */
  compact(value: number): string;
  /** A whole percentage: `24%`, in German with a no-break space before the sign. */
  percent(value: number): string;
  /** The form that goes with a number, without the number. */
  plural(count: number, forms: PluralForms): string;
  /** A number with its noun, joined by a no-break space. */
  counted(count: number, forms: PluralForms): string;
  /** `Monday, 23 November` */
  date(day: string): string;
  /** The same with a no-break space between day and month. */
  unbrokenDate(day: string): string;
  /** `Monday, 23 November 2026` */
  fullDate(day: string): string;
  /** `23 November 2026` */
  plainDate(day: string): string;
  /** `11 June`; with the year where it differs from that of `today`. */
  dayAndMonth(day: string, today: string): string;
  /** `23 Nov`, for the axis of a chart. */
  shortDate(day: string): string;
  /** The same without a break; with the year where it differs from that of `today`. */
  shortDayAndMonth(day: string, today: string): string;
  /** `23–29 November 2026` */
  dateRange(from: string, to: string): string;
  /** Takes YYYY-MM: `November 2026`. */
  month(month: string): string;
  /** The seven days from Monday. */
  weekdays: readonly string[];
  /** `a, b and c` */
  and(entries: readonly string[]): string;
  /** `a, b or c` */
  or(entries: readonly string[]): string;
  /** External text in quotation marks, cut after 59 characters. */
  quoted(value: string): string;
}

/**
 * Formats of every language, shared by emails and pages. English puts the day before the month, hence en-GB.
 * A rebuilt digest must have the bytes of its first attempt, so punctuation that differs between releases of
 * ICU is written here.
 */
export const FORMATS: Readonly<Record<Language, Formats>> = {
  en: formatsOf('en-GB', (text) => `“${text}”`, { from: 1_000, thousand: 'k', million: 'M' }),
  de: formatsOf('de-DE', (text) => `„${text}“`, {
    from: 1_000_000,
    thousand: '',
    million: '\u00A0Mio.',
  }),
};

/** Suffixes of compact numbers, and the smallest number that takes one. German has none for thousands. */
interface CompactForm {
  from: number;
  thousand: string;
  million: string;
}

function formatsOf(locale: string, quote: (text: string) => string, compactForm: CompactForm): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const rules = new Intl.PluralRules(locale);
  const and = new Intl.ListFormat(locale, { type: 'conjunction' });
  const or = new Intl.ListFormat(locale, { type: 'disjunction' });
  const number = (value: number) => numbers.format(value);
  const plural = (count: number, forms: PluralForms) =>
    forms[rules.select(count) === 'one' ? 'one' : 'other'];
  const compact = (value: number) => {
    if (value < compactForm.from) return number(value);
    // Cut, not rounded: 999,999 is not a million yet.
    const [unit, suffix] =
      value < 1_000_000 ? [1_000, compactForm.thousand] : [1_000_000, compactForm.million];
    const tenths = Math.trunc((value / unit) * 10);
    return number(tenths < 1_000 ? tenths / 10 : Math.trunc(tenths / 10)) + suffix;
  };
  return {
    number,
    compact,
    percent: (value) => percents.format(value / 100),
    plural,
    counted: (count, forms) => `${number(count)}\u00A0${plural(count, forms)}`,
    ...datesOf(locale),
    and: (entries) => and.format(entries),
    or: (entries) => or.format(entries),
    quoted: (value) => quote(shortened(value)),
  };
}

type DateFormats = Pick<
  Formats,
  | 'date'
  | 'unbrokenDate'
  | 'fullDate'
  | 'plainDate'
  | 'dayAndMonth'
  | 'shortDate'
  | 'shortDayAndMonth'
  | 'dateRange'
  | 'month'
  | 'weekdays'
>;

function datesOf(locale: string): DateFormats {
  const formatOf = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const weekday = formatOf({ weekday: 'long' });
  const bare = formatOf({ day: 'numeric', month: 'long' });
  const short = formatOf({ day: 'numeric', month: 'short' });
  const plain = formatOf({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortWithYear = formatOf({ day: 'numeric', month: 'short', year: 'numeric' });
  const month = formatOf({ month: 'long', year: 'numeric' });
  // Put together from parts: ICU writes the comma after an English weekday in some releases and not in
  // others.
  const date = (day: string) => `${weekday.format(timeOf(day))}, ${bare.format(timeOf(day))}`;
  return {
    date,
    unbrokenDate: (day) => {
      const dayAndMonth = bare.format(timeOf(day)).replace(' ', '\u00A0');
      return `${weekday.format(timeOf(day))}, ${dayAndMonth}`;
    },
    fullDate: (day) => `${date(day)} ${day.slice(0, 4)}`,
    plainDate: (day) => plain.format(timeOf(day)),
    dayAndMonth: (day, today) => (day.slice(0, 4) === today.slice(0, 4) ? bare : plain).format(timeOf(day)),
    shortDate: (day) => short.format(timeOf(day)),
    shortDayAndMonth: (day, today) =>
      (day.slice(0, 4) === today.slice(0, 4) ? short : shortWithYear)
        .format(timeOf(day))
        .replaceAll(' ', '\u00A0'),
    dateRange: (from, to) => plain.formatRange(timeOf(from), timeOf(to)),
    month: (value) => month.format(timeOf(`${value}-01`)),
    // 1 January 2024 was a Monday.
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((day) => weekday.format(timeOf(`2024-01-0${day}`))),
  };
}

function timeOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function shortened(value: string): string {
  return value.length > 60 ? `${[...value].slice(0, 59).join('')}…` : value;
}
