import { TEXTS } from '../../../templates/texts.ts';
import { WORDING } from './wording.ts';

const { digest } = TEXTS.en;

const en = {
  home: 'Trending research papers',
  count: (papers: number) => `${WORDING.en.plural(papers, 'paper', 'papers')}, most upvoted first`,
  /** Of the first page and of a day's page, for search engines and link previews. */
  description: (date: string) => `The research papers of ${date}, most upvoted first.`,
  days: 'Other days',
  shortDate: (day: string) => digest.date(day).replace(',', ''),
  earlier: (day: string) => `← ${day}`,
  later: (day: string) => `${day} →`,
  untitled: digest.untitled,
  authors: digest.authors,
  abstract: 'Abstract',
  upvotes: (count: number) => WORDING.en.plural(count, 'upvote', 'upvotes'),
  comments: (count: number) => WORDING.en.plural(count, 'comment', 'comments'),
  stars: (count: number) => WORDING.en.plural(count, 'GitHub star', 'GitHub stars'),
  links: {
    arxiv: digest.abstractLink,
    pdf: digest.pdfLink,
    code: digest.codeLink,
    project: digest.projectLink,
    discussion: 'Discussion',
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
    heading: 'No papers for that day',
    paragraphs: ['There is no list of that day: not every day has one, and some lie before our time.'],
  },
};

const de: typeof en = {
  home: 'Forschung, die Beachtung findet',
  count: (papers) => `${WORDING.de.plural(papers, 'Paper', 'Papers')}, die meisten Upvotes zuerst`,
  description: (date) => `Die Papers von ${date}, die mit den meisten Upvotes zuerst.`,
  days: 'Andere Tage',
  shortDate: (day) => WORDING.de.date(day),
  earlier: (day) => `← ${day}`,
  later: (day) => `${day} →`,
  untitled: 'Paper ohne Titel',
  authors: (names, others) => {
    if (names.length === 0) return others > 0 ? WORDING.de.plural(others, 'Autor/in', 'Autoren') : '';
    if (others > 0)
      return `${names.join(', ')} und ${others === 1 ? 'eine weitere Person' : `${WORDING.de.counted(others)} weitere`}`;
    return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' und ');
  },
  abstract: 'Zusammenfassung',
  upvotes: (count) => WORDING.de.plural(count, 'Upvote', 'Upvotes'),
  comments: (count) => WORDING.de.plural(count, 'Kommentar', 'Kommentare'),
  stars: (count) => WORDING.de.plural(count, 'GitHub-Stern', 'GitHub-Sterne'),
  links: { arxiv: 'arXiv', pdf: 'PDF', code: 'Code', project: 'Projekt', discussion: 'Diskussion' },
  empty: {
    heading: 'Noch keine Papers',
    paragraphs: [
      'Bisher wurde nichts gesammelt. Der tägliche Lauf holt die ersten Papers von selbst, früh am Morgen (UTC).',
      'Um sie jetzt zu holen, hilft denen, die diese Seite betreiben, dieser Befehl:',
    ],
    command: en.empty.command,
  },
  noList: {
    heading: 'Keine Papers für diesen Tag',
    paragraphs: [
      'Von diesem Tag gibt es keine Liste: Nicht jeder Tag hat eine, und manche liegen vor unserer Zeit.',
    ],
  },
};

export const papersTexts = { en, de };
