import type { SignalName } from '../../../../config/signals.ts';
import { FORMATS } from '../../../../templates/formats.ts';

/** The page of one paper. */
const en = {
  moreAuthors: (count: number) => FORMATS.en.counted(count, { one: 'more author', other: 'more authors' }),
  unnamedAuthors: (count: number) =>
    `${FORMATS.en.counted(count, { one: 'more author is', other: 'more authors are' })} not named by the sources.`,
  id: 'arXiv ID',
  submitted: 'Submitted',
  categories: 'Categories',
  comment: 'Comments',
  summary: 'Summary',
  generated: 'Written by a language model and checked against the abstract for numbers and names.',
  abstract: 'Abstract',
  noAbstract: 'No source provides an abstract. Read it on arXiv.',
  details: 'Details',
  withdrawn: 'This paper was withdrawn. The text below is from before the withdrawal.',
  lists: 'Listed on',
  versions: 'Versions',
  version: (version: number, date: string | null) =>
    date ? `Version ${version}, ${date}` : `Version ${version}`,
  signals: 'Attention over time',
  noSignals: 'No attention recorded yet.',
  fewDays: 'A chart appears once there are readings from two days.',
  signal: {
    hf_upvotes: 'Upvotes on Hugging Face',
    hf_comments: 'Comments on Hugging Face',
    github_stars: 'Stars on GitHub',
  } satisfies Record<SignalName, string>,
  /** Text alternative of a chart. Takes the first and last date and the latest value. */
  chart: (from: string, to: string, latest: number) =>
    `From ${from} to ${to}. Latest value: ${FORMATS.en.number(latest)}.`,
  values: 'Daily values',
  day: 'Day (UTC)',
  cite: {
    heading: 'Cite',
    entry: 'BibTeX entry',
    bibtex: 'Download BibTeX',
    ris: 'Download RIS',
    copy: 'Copy BibTeX',
    copied: 'Copied.',
  },
  share: {
    heading: 'Share',
    link: 'Link to this page',
    copy: 'Copy link',
    copied: 'Copied.',
    button: 'Share',
    email: 'Send by email',
  },
  similar: 'Similar papers',
  unknown: {
    heading: (id: string) => `Paper ${id} not found`,
    paragraphs: ['It was never on a list that we collect. arXiv may have it.'],
    link: 'View on arXiv',
    search: 'Search our papers',
  },
};

const de: typeof en = {
  moreAuthors: (count) => FORMATS.de.counted(count, { one: 'weitere Person', other: 'weitere Personen' }),
  unnamedAuthors: (count) =>
    `${FORMATS.de.counted(count, { one: 'weitere Person wird', other: 'weitere Personen werden' })} von den ` +
    'Quellen nicht genannt.',
  id: 'arXiv-ID',
  submitted: 'Eingereicht',
  categories: 'Kategorien',
  comment: 'Kommentare',
  summary: 'Kurzfassung',
  generated: 'Von einem Sprachmodell geschrieben; Zahlen und Namen sind mit dem Original abgeglichen.',
  abstract: 'Abstract',
  noAbstract: 'Keine Quelle liefert das Abstract. Sie finden es auf arXiv.',
  details: 'Angaben',
  withdrawn: 'Dieses Paper wurde zurückgezogen. Der Text unten ist der Stand davor.',
  lists: 'Gelistet am',
  versions: 'Versionen',
  version: (version, date) => (date ? `Version ${version}, ${date}` : `Version ${version}`),
  signals: 'Beachtung im Zeitverlauf',
  noSignals: 'Noch keine Beachtung erfasst.',
  fewDays: 'Ein Diagramm erscheint, sobald es Werte von zwei Tagen gibt.',
  signal: {
    hf_upvotes: 'Upvotes auf Hugging Face',
    hf_comments: 'Kommentare auf Hugging Face',
    github_stars: 'Sterne auf GitHub',
  },
  chart: (from, to, latest) => `Von ${from} bis ${to}. Letzter Wert: ${FORMATS.de.number(latest)}.`,
  values: 'Tageswerte',
  day: 'Tag (UTC)',
  cite: {
    heading: 'Zitieren',
    entry: 'BibTeX-Eintrag',
    bibtex: 'BibTeX herunterladen',
    ris: 'RIS herunterladen',
    copy: 'BibTeX kopieren',
    copied: 'Kopiert.',
  },
  share: {
    heading: 'Teilen',
    link: 'Link zu dieser Seite',
    copy: 'Link kopieren',
    copied: 'Kopiert.',
    button: 'Teilen',
    email: 'Per E-Mail senden',
  },
  similar: 'Ähnliche Papers',
  unknown: {
    heading: (id) => `Paper ${id} nicht gefunden`,
    paragraphs: ['Es stand nie auf einer Liste, die wir auswerten. Vielleicht finden Sie es auf arXiv.'],
    link: 'Auf arXiv ansehen',
    search: 'Unsere Papers durchsuchen',
  },
};

export const paperTexts = { en, de };
