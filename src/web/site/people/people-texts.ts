import { FORMATS } from '../../../../templates/formats.ts';
import { MOST_NAMED } from '../../../papers/lists/people-queries.ts';

const { en: english, de: german } = FORMATS;

const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const englishCount = (count: number) =>
  `${count > MOST_NAMED ? 'more than ' : ''}${english.counted(Math.min(count, MOST_NAMED), { one: 'paper', other: 'papers' })}`;
const germanCount = (count: number) =>
  `${count > MOST_NAMED ? 'mehr als ' : ''}${german.counted(Math.min(count, MOST_NAMED), { one: 'Paper', other: 'Papers' })}`;

/** Pages of authors and organizations. */
const en = {
  papers: (count: number) =>
    count > MOST_NAMED ? `The newest of ${englishCount(count)}` : englishCount(count),
  /** For search engines and link previews. */
  description: (name: string, count: number) =>
    `${capitalized(englishCount(count))} by ${name}, newest first.`,
  follow: (name: string) => `Follow ${name}`,
  hint: {
    author: 'Different people with this name share this page.',
    organization:
      'If you follow it, you also get papers from organizations with this name inside a longer one.',
  },
  unknown: {
    heading: (name: string) => `No papers by ${english.quoted(name)}`,
    paragraphs: ['We have no paper by exactly this name. Search also finds similar names.'],
    search: (name: string) => `Search for ${english.quoted(name)}`,
  },
};

const de: typeof en = {
  papers: (count) => (count > MOST_NAMED ? `Die neuesten von ${germanCount(count)}` : germanCount(count)),
  description: (name, count) => `${capitalized(germanCount(count))} von ${name}, neueste zuerst.`,
  follow: (name) => `${name} folgen`,
  hint: {
    author: 'Verschiedene Personen dieses Namens teilen sich diese Seite.',
    organization:
      'Wenn Sie ihr folgen, erhalten Sie auch Papers von Organisationen, deren Name diesen enthält.',
  },
  unknown: {
    heading: (name) => `Keine Papers von ${german.quoted(name)}`,
    paragraphs: ['Wir haben kein Paper unter genau diesem Namen. Die Suche findet auch ähnliche Namen.'],
    search: (name) => `Nach ${german.quoted(name)} suchen`,
  },
};

export const peopleTexts = { en, de };
