import type { SignalName } from '../../../../config/signals.ts';
import { FORMATS } from '../frame/formats.ts';

/** The page of one paper. */
const en = {
  id: 'arXiv id',
  submitted: 'Submitted',
  categories: 'Categories',
  comment: 'Comment',
  summary: 'In short',
  abstract: 'Abstract',
  noAbstract: 'No source has an abstract of this paper. arXiv’s own page has it.',
  details: 'Details',
  withdrawn: 'This paper was withdrawn. What stands here is what it said before.',
  lists: 'Stood on the list of',
  versions: 'Versions',
  version: (version: number, date: string | null) =>
    date ? `Version ${version}, ${date}` : `Version ${version}`,
  signals: 'Attention over time',
  noSignals: 'Nobody has counted any attention yet.',
  signal: {
    hf_upvotes: 'Upvotes on Hugging Face',
    hf_comments: 'Comments on Hugging Face',
    github_stars: 'Stars on GitHub',
  } satisfies Record<SignalName, string>,
  /** What a drawing shows, for whoever cannot see it. */
  drawing: (from: string, to: string, newest: number) =>
    `From ${from} to ${to}; ${FORMATS.en.number(newest)} at last.`,
  numbers: 'The numbers, day by day',
  day: 'Day (UTC)',
  similar: 'Similar papers',
  unknown: {
    heading: (id: string) => `Paper ${id} is not here`,
    paragraphs: ['It never stood on a list that is read here. arXiv may have it:'],
    link: 'Look at arXiv',
    search: 'Search the papers that are here',
  },
};

const de: typeof en = {
  id: 'arXiv-Id',
  submitted: 'Eingereicht',
  categories: 'Kategorien',
  comment: 'Anmerkung',
  summary: 'In Kürze',
  abstract: 'Zusammenfassung',
  noAbstract: 'Keine Quelle hat eine Zusammenfassung dieses Papers. Auf der Seite von arXiv steht sie.',
  details: 'Angaben',
  withdrawn: 'Dieses Paper wurde zurückgezogen. Hier steht, was es vorher sagte.',
  lists: 'Stand auf der Liste von',
  versions: 'Versionen',
  version: (version, date) => (date ? `Version ${version}, ${date}` : `Version ${version}`),
  signals: 'Beachtung im Lauf der Zeit',
  noSignals: 'Noch hat niemand gezählt, wie viel Beachtung es findet.',
  signal: {
    hf_upvotes: 'Upvotes bei Hugging Face',
    hf_comments: 'Kommentare bei Hugging Face',
    github_stars: 'Sterne bei GitHub',
  },
  drawing: (from, to, newest) => `Von ${from} bis ${to}; zuletzt ${FORMATS.de.number(newest)}.`,
  numbers: 'Die Zahlen, Tag für Tag',
  day: 'Tag (UTC)',
  similar: 'Ähnliche Papers',
  unknown: {
    heading: (id) => `Das Paper ${id} ist nicht hier`,
    paragraphs: ['Es stand nie auf einer Liste, die hier gelesen wird. Vielleicht hat es arXiv:'],
    link: 'Bei arXiv nachsehen',
    search: 'Die Papers durchsuchen, die hier sind',
  },
};

export const paperTexts = { en, de };
