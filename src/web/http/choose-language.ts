import { parseAccept } from 'hono/utils/accept';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language } from '../../../config/languages.ts';

/** No browser sends a longer one, and parsing costs time. */
const MAXIMUM_HEADER_LENGTH = 1_000;

/**
 * Chooses the language of a response: the visitor's stored choice, else the best match of Accept-Language
 * (RFC 9110 12.5.4; `de-AT` is served by `de`), else English. Of two with the same quality value, the first
 * one named wins.
 */
export function chooseLanguage(stored: string | undefined, header: string | undefined): Language {
  if (isLanguage(stored)) return stored;
  if (header === undefined || header.length > MAXIMUM_HEADER_LENGTH) return DEFAULT_LANGUAGE;
  const ranges = parseAccept(header).map(({ type, q }) => ({ range: type.toLowerCase(), q }));
  const named = (language: string) => ranges.find(({ range }) => baseOf(range) === language);
  const quality = (language: string) =>
    (named(language) ?? ranges.find(({ range }) => range === '*'))?.q ?? 0;
  // `*` matches every language that is not named, and among those English comes first.
  const order = [...ranges.map(({ range }) => baseOf(range)), ...Object.keys(LANGUAGES)].filter(isLanguage);
  const best = order.reduce((winner, next) => (quality(next) > quality(winner) ? next : winner));
  return quality(best) > 0 ? best : DEFAULT_LANGUAGE;
}

function baseOf(range: string): string {
  return range.split('-')[0] ?? range;
}
