import { TEXTS } from '../../../../templates/texts.ts';
import { FORMATS } from '../frame/formats.ts';

const { digest } = TEXTS.en;

const en = {
  home: 'Trending research papers',
  /** Where the newest list is not of today. Takes a date in words. */
  newest: (date: string) => `The newest list: ${date}`,
  sample: 'These are sample papers that come with Paperboy, because no source could be reached.',
  count: (papers: number) => FORMATS.en.counted(papers, { one: 'paper', other: 'papers' }),
  /** For search engines and link previews. Takes a day, week or month in words. */
  description: (when: string) => `The research papers of ${when}, with what is trending first.`,
  /** Takes the first and last day and the number of an ISO week. */
  week: (from: string, to: string, week: number) =>
    `Week ${week}, ${from.slice(0, 7) === to.slice(0, 7) ? Number(from.slice(8)) : FORMATS.en.plainDate(from)} to ${FORMATS.en.plainDate(to)}`,
  weekName: (week: number) => `Week ${week}`,
  days: 'Other days',
  wider: 'Day, week, month',
  kinds: { day: 'Day', week: 'Week', month: 'Month' },
  order: 'Order',
  sorts: { trending: 'Trending', upvotes: 'Most upvoted', newest: 'Newest' },
  topic: 'Topic',
  everyTopic: 'All topics',
  show: 'Show',
  /** An entry of the list to choose a topic from. */
  topicCount: (label: string, papers: number) => `${label} (${FORMATS.en.number(papers)})`,
  noneOfTopic: (label: string) => `No paper here is about “${label}”.`,
  showAll: 'Show all topics',
  pages: 'Pages of this list',
  pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  shortDate: (day: string) => digest.date(day).replace(',', ''),
  earlier: (day: string) => `← ${day}`,
  later: (day: string) => `${day} →`,
  untitled: digest.untitled,
  authors: digest.authors,
  abstract: 'Abstract',
  /** Takes words of a search that the paper has not, each in quotation marks. */
  lacks: (words: readonly string[]) => `Without ${words.join(', ')}`,
  units: {
    hf_upvotes: (count: number) => FORMATS.en.counted(count, { one: 'upvote', other: 'upvotes' }),
    hf_comments: (count: number) => FORMATS.en.counted(count, { one: 'comment', other: 'comments' }),
    github_stars: (count: number) => FORMATS.en.counted(count, { one: 'GitHub star', other: 'GitHub stars' }),
  },
  links: {
    arxiv: digest.abstractLink,
    pdf: digest.pdfLink,
    code: digest.codeLink,
    project: digest.projectLink,
    discussion: 'Discussion',
    huggingFace: 'Hugging Face',
  },
  empty: {
    heading: 'No papers yet',
    paragraphs: [
      'Nothing has been collected so far. The daily run brings the first papers in by itself, early in the morning (UTC).',
      'To fetch them now, whoever runs this site can use this command:',
    ],
    command: 'npm run paperboy -- ingest',
  },
  noList: {
    /** Takes a day, week or month in words. */
    heading: (when: string) => `No papers: ${when}`,
    future: 'That time has not come yet. The papers of a day appear on its morning (UTC).',
    past: 'Nothing came in then: not every day has papers, and some lie before our time.',
    nearest: 'The nearest days with papers:',
  },
};

const de: typeof en = {
  home: 'Forschung, die Beachtung findet',
  newest: (date) => `Die neueste Liste: ${date}`,
  sample: 'Das sind Beispiele, die zu Paperboy gehören, denn keine Quelle war erreichbar.',
  count: (papers) => FORMATS.de.counted(papers, { one: 'Paper', other: 'Papers' }),
  description: (when) => `Papers aus der Forschung, ${when}: zuerst, was gerade Beachtung findet.`,
  week: (from, to, week) =>
    `Woche ${week}, ${from.slice(0, 7) === to.slice(0, 7) ? `${Number(from.slice(8))}.` : FORMATS.de.plainDate(from)} bis ${FORMATS.de.plainDate(to)}`,
  weekName: (week) => `Woche ${week}`,
  days: 'Andere Tage',
  wider: 'Tag, Woche, Monat',
  kinds: { day: 'Tag', week: 'Woche', month: 'Monat' },
  order: 'Reihenfolge',
  sorts: { trending: 'Im Trend', upvotes: 'Meiste Upvotes', newest: 'Neueste' },
  topic: 'Thema',
  everyTopic: 'Alle Themen',
  show: 'Zeigen',
  topicCount: (label, papers) => `${label} (${FORMATS.de.number(papers)})`,
  noneOfTopic: (label) => `Kein Paper hier gehört zu „${label}“.`,
  showAll: 'Alle Themen zeigen',
  pages: 'Seiten dieser Liste',
  pageOf: (page, pages) => `Seite ${page} von ${pages}`,
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
  shortDate: (day) => FORMATS.de.date(day),
  earlier: (day) => `← ${day}`,
  later: (day) => `${day} →`,
  untitled: 'Paper ohne Titel',
  authors: (names, others) => {
    if (names.length === 0)
      return others > 0 ? FORMATS.de.counted(others, { one: 'Autor/in', other: 'Autoren' }) : '';
    if (others > 0)
      return `${names.join(', ')} und ${others === 1 ? 'eine weitere Person' : `${FORMATS.de.number(others)} weitere`}`;
    return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' und ');
  },
  abstract: 'Zusammenfassung',
  lacks: (words) => `Ohne ${words.join(', ')}`,
  units: {
    hf_upvotes: (count) => FORMATS.de.counted(count, { one: 'Upvote', other: 'Upvotes' }),
    hf_comments: (count) => FORMATS.de.counted(count, { one: 'Kommentar', other: 'Kommentare' }),
    github_stars: (count) => FORMATS.de.counted(count, { one: 'GitHub-Stern', other: 'GitHub-Sterne' }),
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
      'Bisher wurde nichts gesammelt. Der tägliche Lauf holt die ersten Papers von selbst, früh am Morgen (UTC).',
      'Um sie jetzt zu holen, hilft denen, die diese Seite betreiben, dieser Befehl:',
    ],
    command: en.empty.command,
  },
  noList: {
    heading: (when) => `Keine Papers: ${when}`,
    future: 'Diese Zeit kommt erst noch. Die Papers eines Tages erscheinen an seinem Morgen (UTC).',
    past: 'Damals kam nichts herein: Nicht jeder Tag hat Papers, und manche liegen vor unserer Zeit.',
    nearest: 'Die nächstgelegenen Tage mit Papers:',
  },
};

export const papersTexts = { en, de };
