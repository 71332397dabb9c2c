import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';

const { en: english, de: german } = FORMATS;

/** Joins the day and month of a date in words, so that no line ends between them. */
export const unbroken = (dates: string) => dates.replace(/(\d\.?) (?=\p{L})/gu, '$1\u00A0');

/** Lists of papers, and a paper's card in them. */
const en = {
  home: 'Trending research papers',
  /** Note on the first page when its list is not of today. */
  notToday: 'No papers for today yet. These are the latest.',
  /** Number of an edition within its year. */
  edition: (number: number) => `No.\u00A0${english.number(number)}`,
  sample: 'These are sample papers that ship with Paperboy, shown because no source could be reached.',
  count: (papers: number) => english.counted(papers, { one: 'paper', other: 'papers' }),
  /** For search engines and link previews. Takes a day, week or month in words. */
  description: (period: string) => `Trending research papers for ${period}.`,
  /** Takes the number of an ISO week and its first and last day. */
  week: (week: number, from: string, to: string) => `Week ${week}: ${english.dateRange(from, to)}`,
  weekName: (week: number) => `Week ${week}`,
  neighbors: 'Earlier and later',
  /** The same links at the end of the list. */
  neighborsBelow: 'Earlier and later papers',
  period: 'Period',
  periods: { day: 'Day', week: 'Week', month: 'Month' },
  sortBy: 'Sort by',
  sorts: { trending: 'Trending', upvotes: 'Most upvoted', newest: 'Newest' },
  view: 'View',
  views: { full: 'Full', compact: 'Compact' },
  topic: 'Topic',
  allTopics: 'All topics',
  apply: 'Apply',
  /** An option of the topic filter. */
  topicCount: (label: string, papers: number) => `${label} (${english.number(papers)})`,
  noneOfTopic: (label: string) => `No papers on ${english.quoted(label)}.`,
  showAll: 'Show all topics',
  pages: 'Pages',
  pageOf: (page: number, pages: number) => `Page ${english.number(page)} of ${english.number(pages)}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  previous: (label: string) => `← ${label}`,
  next: (label: string) => `${label} →`,
  save: 'Save to reading list',
  untitled: TEXTS.en.digest.untitled,
  authors: TEXTS.en.digest.authors,
  abstract: 'Abstract',
  /** Mark of a summary that a language model wrote. */
  generated: TEXTS.en.reasons.generated,
  /** Takes search words that the paper does not contain, each in quotation marks. */
  missing: (words: readonly string[]) => `Missing: ${words.join(', ')}`,
  upvotes: { one: 'upvote', other: 'upvotes' },
  units: {
    hf_upvotes: (count: number) => english.counted(count, { one: 'upvote', other: 'upvotes' }),
    hf_comments: (count: number) => english.counted(count, { one: 'comment', other: 'comments' }),
    github_stars: (count: number) => english.counted(count, { one: 'GitHub star', other: 'GitHub stars' }),
  },
  links: {
    arxiv: 'arXiv',
    pdf: 'PDF',
    code: 'Code',
    project: 'Project',
    discussion: 'Discussion',
    huggingFace: 'Hugging Face',
  },
  empty: {
    heading: 'No papers yet',
    paragraphs: [
      'The daily run fetches the first papers early in the morning (UTC).',
      'To fetch them now, the operator of this site can run:',
    ],
    command: 'npm run paperboy -- ingest',
  },
  noList: {
    /** Takes a day, week or month in words. */
    heading: (period: string) => `No papers for ${period}`,
    future: 'This date is in the future. A day’s papers appear in its morning (UTC).',
    past: 'Not every day has papers, and some dates are from before this site started collecting.',
    nearest: 'Nearest dates with papers:',
  },
};

const de: typeof en = {
  home: 'Forschungspapiere im Trend',
  notToday: 'Für heute gibt es noch keine Papers. Dies sind die neuesten.',
  edition: (number) => `Nr.\u00A0${german.number(number)}`,
  sample: 'Das sind Beispielpapers, die mit Paperboy ausgeliefert werden, weil keine Quelle erreichbar war.',
  count: (papers) => german.counted(papers, { one: 'Paper', other: 'Papers' }),
  description: (period) => `Forschungspapiere im Trend: ${period}.`,
  week: (week, from, to) => `Woche ${week}: ${german.dateRange(from, to)}`,
  weekName: (week) => `Woche ${week}`,
  neighbors: 'Früher und später',
  neighborsBelow: 'Frühere und spätere Papers',
  period: 'Zeitraum',
  periods: { day: 'Tag', week: 'Woche', month: 'Monat' },
  sortBy: 'Sortieren nach',
  sorts: { trending: 'Im Trend', upvotes: 'Meiste Upvotes', newest: 'Neueste' },
  view: 'Ansicht',
  views: { full: 'Ausführlich', compact: 'Kompakt' },
  topic: 'Thema',
  allTopics: 'Alle Themen',
  apply: 'Anwenden',
  topicCount: (label, papers) => `${label} (${german.number(papers)})`,
  noneOfTopic: (label) => `Keine Papers zu ${german.quoted(label)}.`,
  showAll: 'Alle Themen anzeigen',
  pages: 'Seiten',
  pageOf: (page, pages) => `Seite ${german.number(page)} von ${german.number(pages)}`,
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',
  previous: (label) => `← ${label}`,
  next: (label) => `${label} →`,
  save: 'Auf der Leseliste merken',
  untitled: TEXTS.de.digest.untitled,
  authors: TEXTS.de.digest.authors,
  abstract: 'Abstract',
  generated: TEXTS.de.reasons.generated,
  missing: (words) => `Nicht enthalten: ${words.join(', ')}`,
  upvotes: { one: 'Upvote', other: 'Upvotes' },
  units: {
    hf_upvotes: (count) => german.counted(count, { one: 'Upvote', other: 'Upvotes' }),
    hf_comments: (count) => german.counted(count, { one: 'Kommentar', other: 'Kommentare' }),
    github_stars: (count) => german.counted(count, { one: 'GitHub-Stern', other: 'GitHub-Sterne' }),
  },
  links: {
    arxiv: 'arXiv',
    pdf: 'PDF',
    code: 'Code',
    project: 'Projekt',
    discussion: 'Diskussion',
    huggingFace: 'Hugging Face',
  },
  empty: {
    heading: 'Noch keine Papers',
    paragraphs: [
      'Der tägliche Lauf holt die ersten Papers früh am Morgen (UTC).',
      'Um sie sofort zu holen, kann der Betreiber dieser Website diesen Befehl ausführen:',
    ],
    command: en.empty.command,
  },
  noList: {
    heading: (period) => `Keine Papers: ${period}`,
    future: 'Dieses Datum liegt in der Zukunft. Die Papers eines Tages erscheinen am Morgen (UTC).',
    past: 'Nicht jeder Tag hat Papers, und manche Tage liegen vor dem Start dieser Website.',
    nearest: 'Nächstgelegene Tage mit Papers:',
  },
};

export const papersTexts = { en, de };
