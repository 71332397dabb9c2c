import { RENDERING } from '../../config/rendering.ts';
import type { Texts } from '../../templates/texts.ts';
import { cutAtWord } from './clean-text.ts';

/** Takes clean titles in reading order and gives the subject: the first one, cut at a word, and how many more. */
export function digestSubject(titles: readonly string[], texts: Texts): string {
  const [first, ...others] = titles;
  if (first === undefined) return texts.digest.quietSubject;
  const more = others.length > 0 ? texts.digest.more(others.length) : '';
  const title = cutAtWord(calm(first), RENDERING.subjectLength - (more ? more.length + 2 : 0));
  if (!more) return title;
  return /[\p{L}\p{N})\]]$/u.test(title) ? `${title}, ${more}` : `${title} ${more}`;
}

/** Takes the same titles and gives what an inbox shows after the subject: the next two. */
export function digestPreheader(titles: readonly string[]): string {
  return titles
    .slice(1, 3)
    .map((title) => cutAtWord(title, RENDERING.preheaderTitleLength))
    .join(' · ');
}

/**
 * A title as it may stand in a subject: no shouting. Filters and people alike take capitals and exclamation
 * marks for advertising. The mail itself shows the title as its authors wrote it.
 */
function calm(title: string): string {
  const quiet = title.replace(/(?<=[\p{L}?!])!+(?=\s|$)/gu, '');
  const shouted = /\p{Lu}.*\s.*\p{Lu}/u.test(quiet) && !/\p{Ll}/u.test(quiet) && quiet.length >= 12;
  if (!shouted) return quiet;
  const lower = quiet.toLowerCase();
  return lower.replace(/\p{Ll}/u, (letter) => letter.toUpperCase());
}
