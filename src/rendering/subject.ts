import { RENDERING } from '../../config/rendering.ts';
import type { Texts } from '../../templates/texts.ts';
import { cutUnbroken } from './unbroken.ts';

/**
 * Subject for clean titles in reading order: the first title, cut at a word, and the number of others, after
 * `prefix` if there is one.
 */
export function digestSubject(titles: readonly string[], texts: Texts, prefix = ''): string {
  const [first, ...others] = titles;
  if (first === undefined) return texts.digest.quietSubject;
  const start = prefix && `${prefix} `;
  const more = others.length > 0 ? texts.digest.more(others.length) : '';
  const room = RENDERING.subjectLength - start.length - (more ? more.length + 2 : 0);
  const title = start + cutPlain(withoutShouting(first), room);
  if (!more) return title;
  return /[\p{L}\p{N})\]]$/u.test(title) ? `${title}, ${more}` : `${title} ${more}`;
}

/** Preheader for the same titles: the second and third. */
export function digestPreheader(titles: readonly string[]): string {
  return titles.slice(1, 3).map(preheaderTitle).join(' · ');
}

/** One title of it. */
export function preheaderTitle(title: string): string {
  return cutPlain(title, RENDERING.preheaderTitleLength);
}

/** Cut like the titles in the email, but with plain spaces: a no-break space would need a header encoding. */
function cutPlain(title: string, longest: number): string {
  return cutUnbroken(title, longest).replaceAll('\u00A0', ' ');
}

/**
 * Title for a subject, without shouting: spam filters and people take capitals and exclamation marks for
 * advertising. The email itself shows the title as its authors wrote it.
 */
function withoutShouting(title: string): string {
  const quiet = title.replace(/(?<=[\p{L}?!])!+(?=\s|$)/gu, '');
  const shouted = /\p{Lu}.*\s.*\p{Lu}/u.test(quiet) && !/\p{Ll}/u.test(quiet) && quiet.length >= 12;
  if (!shouted) return quiet;
  const lower = quiet.toLowerCase();
  return lower.replace(/\p{Ll}/u, (letter) => letter.toUpperCase());
}
