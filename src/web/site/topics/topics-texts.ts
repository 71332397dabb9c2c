import { FORMATS } from '../../../../templates/formats.ts';

const { en: english, de: german } = FORMATS;

/** The list of topics, and a topic's own page. */
const en = {
  heading: 'Topics',
  description: 'The topics that new research papers are sorted into, from language models to robotics.',
  all: 'All topics',
  /** For search engines. Takes a topic's label and description. */
  about: (label: string, description: string) => `New research papers on ${label}. ${description}`,
  count: (papers: number) =>
    `${english.counted(papers, { one: 'paper', other: 'papers' })} in the last 30\u00A0days`,
  none: 'No papers on this topic in the last 30\u00A0days.',
  older: 'Search all papers on this topic',
};

const de: typeof en = {
  heading: 'Themen',
  description:
    'Die Themen, nach denen neue Forschungspapiere sortiert werden, von Sprachmodellen bis Robotik.',
  all: 'Alle Themen',
  about: (label, description) => `Neue Forschungspapiere zu ${label}. ${description}`,
  count: (papers) =>
    `${german.counted(papers, { one: 'Paper', other: 'Papers' })} in den letzten 30\u00A0Tagen`,
  none: 'Keine Papers zu diesem Thema in den letzten 30\u00A0Tagen.',
  older: 'Alle Papers zu diesem Thema durchsuchen',
};

export const topicsTexts = { en, de };
