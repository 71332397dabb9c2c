import { FORMATS } from '../../../../templates/formats.ts';

const { en: english, de: german } = FORMATS;

/** Pages of authors and organizations. */
const en = {
  papers: (count: number) => english.counted(count, { one: 'paper', other: 'papers' }),
  /** For search engines and link previews. */
  description: (name: string, count: number) =>
    `${english.counted(count, { one: 'paper', other: 'papers' })} by ${name}, newest first.`,
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
  papers: (count) => german.counted(count, { one: 'Paper', other: 'Papers' }),
  description: (name, count) =>
    `${german.counted(count, { one: 'Paper', other: 'Papers' })} von ${name}, neueste zuerst.`,
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
