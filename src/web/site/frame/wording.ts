import type { Language } from '../../../../config/languages.ts';
import { TEXTS } from '../../../../templates/texts.ts';

/** How a language writes numbers, dates and quotations. Days are YYYY-MM-DD. */
export interface Wording {
  counted(count: number): string;
  /** A number with its noun. */
  plural(count: number, one: string, many: string): string;
  /** With the weekday, without the year. */
  date(day: string): string;
  /** With the weekday and the year. */
  fullDate(day: string): string;
  /** Without the weekday, with the year. */
  plainDate(day: string): string;
  /** As short as an axis wants it, without the year. */
  shortDay(day: string): string;
  /** Takes YYYY-MM, gives the month's name and the year. */
  month(month: string): string;
  /** What somebody typed, in quotation marks and cut where it is long. */
  quoted(value: string): string;
}

/** The wording of each language. */
export const WORDING: Record<Language, Wording> = {
  en: wordingOf('en', {
    // As mails write it.
    date: TEXTS.en.digest.date,
    plainDate: (day) => `${TEXTS.en.digest.date(day).replace(/^\w+, /, '')} ${day.slice(0, 4)}`,
    quoted: (value) => `“${value}”`,
  }),
  de: wordingOf('de', {
    date: (day) => formatted('de', day, { weekday: 'long', day: 'numeric', month: 'long' }),
    plainDate: (day) => formatted('de', day, { day: 'numeric', month: 'long', year: 'numeric' }),
    quoted: (value) => `„${value}“`,
  }),
};

function wordingOf(
  language: Language,
  { date, plainDate, quoted }: Record<'date' | 'plainDate' | 'quoted', (value: string) => string>,
): Wording {
  const numbers = new Intl.NumberFormat(language);
  const counted = (count: number) => numbers.format(count);
  return {
    counted,
    plural: (count, one, many) => `${counted(count)} ${count === 1 ? one : many}`,
    date,
    plainDate,
    shortDay: (day) =>
      formatted(language === 'en' ? 'en-GB' : language, day, { day: 'numeric', month: 'short' }),
    fullDate: (day) => `${date(day)} ${day.slice(0, 4)}`,
    month: (month) => formatted(language, `${month}-01`, { month: 'long', year: 'numeric' }),
    quoted: (value) => quoted(shortened(value)),
  };
}

function formatted(language: string, day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

function shortened(value: string): string {
  return value.length > 60 ? `${[...value].slice(0, 59).join('')}…` : value;
}
