import type { Language } from '../../../../config/languages.ts';

/** A noun in the plural categories that English and German have (CLDR: `one` and `other`). */
export interface PluralForms {
  one: string;
  other: string;
}

/** How a language writes numbers, dates and quotations. Days are YYYY-MM-DD. */
export interface Formats {
  number(value: number): string;
  /** The form of a noun that goes with a number, without the number. */
  plural(count: number, forms: PluralForms): string;
  /** A number with its noun. */
  counted(count: number, forms: PluralForms): string;
  /** `Monday, 23 November` */
  date(day: string): string;
  /** `Monday, 23 November 2026` */
  fullDate(day: string): string;
  /** `23 November 2026` */
  plainDate(day: string): string;
  /** `23 Nov`, for the axis of a chart. */
  shortDate(day: string): string;
  /** Takes YYYY-MM: `November 2026`. */
  month(month: string): string;
  /** External text in quotation marks, cut after 59 characters. */
  quoted(value: string): string;
}

/** Every language's formats. English puts the day before the month on every page and in every email, hence en-GB. */
export const FORMATS: Readonly<Record<Language, Formats>> = {
  en: formatsOf('en-GB', (text) => `“${text}”`),
  de: formatsOf('de-DE', (text) => `„${text}“`),
};

function formatsOf(locale: string, quote: (text: string) => string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: string) => format.format(new Date(`${day}T00:00:00Z`));
  };
  const weekday = dates({ weekday: 'long' });
  const dayAndMonth = dates({ day: 'numeric', month: 'long' });
  const month = dates({ month: 'long', year: 'numeric' });
  const number = (value: number) => numbers.format(value);
  const plural = (count: number, forms: PluralForms) =>
    forms[rules.select(count) === 'one' ? 'one' : 'other'];
  // Put together from parts: en-GB has the comma after the weekday in some releases of ICU and not in others.
  const date = (day: string) => `${weekday(day)}, ${dayAndMonth(day)}`;
  return {
    number,
    plural,
    counted: (count, forms) => `${number(count)} ${plural(count, forms)}`,
    date,
    fullDate: (day) => `${date(day)} ${day.slice(0, 4)}`,
    plainDate: (day) => `${dayAndMonth(day)} ${day.slice(0, 4)}`,
    shortDate: dates({ day: 'numeric', month: 'short' }),
    month: (value) => month(`${value}-01`),
    quoted: (value) => quote(shortened(value)),
  };
}

function shortened(value: string): string {
  return value.length > 60 ? `${[...value].slice(0, 59).join('')}…` : value;
}
