import { FORMATS } from '../frame/formats.ts';

/** The list of topics and the page of each. */
const en = {
  heading: 'Topics',
  description:
    'The topics into which the newest research papers are sorted, from language models to robotics.',
  all: 'All topics',
  /** For search engines. Takes a topic's label and description. */
  about: (label: string, description: string) => `New research papers on ${label}. ${description}`,
  count: (papers: number) =>
    `${FORMATS.en.counted(papers, { one: 'paper', other: 'papers' })} in the last 30 days`,
  none: 'Nothing came in on this topic in the last 30 days.',
  older: 'Search everything on this topic',
};

const de: typeof en = {
  heading: 'Themen',
  description:
    'Die Themen, nach denen die neueste Forschung hier geordnet ist, von Sprachmodellen bis Robotik.',
  all: 'Alle Themen',
  about: (label, description) => `Neue Papers zu ${label}. ${description}`,
  count: (papers) =>
    `${FORMATS.de.counted(papers, { one: 'Paper', other: 'Papers' })} in den letzten 30 Tagen`,
  none: 'In den letzten 30 Tagen kam zu diesem Thema nichts herein.',
  older: 'Alles zu diesem Thema durchsuchen',
};

export const topicsTexts = { en, de };
