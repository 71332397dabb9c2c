/** The languages of pages and mails by their codes. Where nobody's wish is known, DEFAULT_LANGUAGE is spoken. */
export const LANGUAGE_CODES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGE_CODES)[number];

export const DEFAULT_LANGUAGE: Language = 'en';

/** Each language by its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Whether that is one of ours. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
}
