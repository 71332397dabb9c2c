import { parseAccept } from 'hono/utils/accept';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language } from '../../../config/languages.ts';

/** Longer ones are no browser's, and parsing them is work for nothing. */
const LONGEST_HEADER = 1_000;

/**
 * The language to answer in: the kept choice, else what Accept-Language likes best of ours (RFC 9110 12.5.4, with
 * `de-AT` served by `de`), else English. Of two that are liked equally, the one named first.
 */
export function chooseLanguage(kept: string | undefined, header: string | undefined): Language {
  if (isLanguage(kept)) return kept;
  if (header === undefined || header.length > LONGEST_HEADER) return DEFAULT_LANGUAGE;
  const wishes = parseAccept(header).map(({ type, q }) => ({ range: type.toLowerCase(), q }));
  const named = (language: string) => wishes.find(({ range }) => baseOf(range) === language);
  const liking = (language: string) => (named(language) ?? wishes.find(({ range }) => range === '*'))?.q ?? 0;
  // `*` stands for whatever is not named, and there English comes first.
  const order = [...wishes.map(({ range }) => baseOf(range)), ...Object.keys(LANGUAGES)].filter(isLanguage);
  const best = order.reduce((winner, next) => (liking(next) > liking(winner) ? next : winner));
  return liking(best) > 0 ? best : DEFAULT_LANGUAGE;
}

function baseOf(range: string): string {
  return range.split('-')[0] ?? range;
}
