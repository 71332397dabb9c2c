import { FORMATS } from '../../../../templates/formats.ts';

const { en: english, de: german } = FORMATS;

/** The search page. Words and queries are passed in quotation marks. */
const en = {
  heading: 'Search',
  /** Title of a page of results. */
  title: (query: string) => `Search: ${query}`,
  description: 'Search research papers by title, keywords, author, organization or arXiv ID.',
  label: 'Title, keywords, author, organization or arXiv ID',
  button: 'Search',
  filters: 'Topic and dates',
  topic: 'Topic',
  allTopics: 'All topics',
  from: 'Submitted from',
  to: 'Submitted until',
  hint: 'A full title finds its paper first. Typos and extra words are fine.',
  examples: 'Examples',
  count: (papers: number) => english.counted(papers, { one: 'paper', other: 'papers' }),
  mostRelevant: (papers: number) =>
    `The ${english.counted(papers, { one: 'most relevant paper', other: 'most relevant papers' })}`,
  newest: (papers: number) =>
    `The ${english.counted(papers, { one: 'newest paper', other: 'newest papers' })}`,
  /** Takes the misspelled words, and the words searched for instead. */
  corrected: (typed: readonly string[], corrections: readonly string[]) =>
    `No results for ${english.or(typed)}. Showing results for ${english.and(corrections)}.`,
  /** Words ignored by the search because no paper contains them. */
  ignored: (words: readonly string[]) =>
    `No paper contains ${english.or(words)}. ` +
    `${english.plural(words.length, { one: 'This word was', other: 'These words were' })} ignored.`,
  noPaperContains: (words: readonly string[]) => `No paper contains ${english.or(words)}.`,
  noWord: (query: string) => `${query} contains no word to search for.`,
  closest: 'No exact match. Showing the closest papers.',
  none: 'No results.',
  noneAdvice: 'Try fewer or different words.',
  noneFiltered: 'No results for this topic and these dates.',
  withoutFilters: 'Search without filters',
  reference: (id: string) => `Paper with arXiv ID ${id}:`,
  noReference: (id: string) => `Paper ${id} not found. It was never on a list that we collect.`,
  /** Before links to topics that the query is about. */
  topics: (count: number) => `${english.plural(count, { one: 'Topic', other: 'Topics' })}:`,
  viewOnArxiv: 'View on arXiv',
  follow: {
    heading: 'Get new results by email',
    text: (query: string) => `We email you when new papers match ${query}.`,
    button: 'Subscribe to this search',
  },
};

const de: typeof en = {
  heading: 'Suche',
  title: (query) => `Suche: ${query}`,
  description: 'Forschungspapiere suchen: nach Titel, Stichwörtern, Autor, Organisation oder arXiv-ID.',
  label: 'Titel, Stichwörter, Autor, Organisation oder arXiv-ID',
  button: 'Suchen',
  filters: 'Thema und Zeitraum',
  topic: 'Thema',
  allTopics: 'Alle Themen',
  from: 'Eingereicht ab',
  to: 'Eingereicht bis',
  hint: 'Ein vollständiger Titel findet sein Paper zuerst. Tippfehler und zusätzliche Wörter stören nicht.',
  examples: 'Beispiele',
  count: (papers) => german.counted(papers, { one: 'Paper', other: 'Papers' }),
  mostRelevant: (papers) =>
    `${german.plural(papers, { one: 'Das', other: 'Die' })} ` +
    german.counted(papers, { one: 'relevanteste Paper', other: 'relevantesten Papers' }),
  newest: (papers) =>
    `${german.plural(papers, { one: 'Das', other: 'Die' })} ` +
    german.counted(papers, { one: 'neueste Paper', other: 'neuesten Papers' }),
  corrected: (typed, corrections) =>
    `Keine Treffer für ${german.or(typed)}. Stattdessen gesucht: ${german.and(corrections)}.`,
  ignored: (words) =>
    `Kein Paper enthält ${german.or(words)}. ` +
    `${german.plural(words.length, { one: 'Dieses Wort wurde', other: 'Diese Wörter wurden' })} ignoriert.`,
  noPaperContains: (words) => `Kein Paper enthält ${german.or(words)}.`,
  noWord: (query) => `${query} enthält kein Wort, nach dem sich suchen lässt.`,
  closest: 'Keine genauen Treffer. Das sind die ähnlichsten Papers.',
  none: 'Keine Treffer.',
  noneAdvice: 'Versuchen Sie es mit weniger oder anderen Wörtern.',
  noneFiltered: 'Keine Treffer für dieses Thema und diesen Zeitraum.',
  withoutFilters: 'Ohne Filter suchen',
  reference: (id) => `Paper mit der arXiv-ID ${id}:`,
  noReference: (id) => `Paper ${id} nicht gefunden. Es stand nie auf einer Liste, die wir auswerten.`,
  topics: (count) => `${german.plural(count, { one: 'Thema', other: 'Themen' })}:`,
  viewOnArxiv: 'Auf arXiv ansehen',
  follow: {
    heading: 'Neue Treffer per E-Mail',
    text: (query) => `Sie erhalten eine E-Mail, wenn neue Papers zu ${query} passen.`,
    button: 'Diese Suche abonnieren',
  },
};

export const searchTexts = { en, de };
