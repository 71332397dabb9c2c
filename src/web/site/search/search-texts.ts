import { FORMATS } from '../frame/formats.ts';

/** The search page. */
const en = {
  heading: 'Search',
  /** Of a page of results; takes the query, quoted and cut. */
  title: (query: string) => `Search: ${query}`,
  description: 'Search research papers by title, words, author, organisation or arXiv id.',
  label: 'Title, words, author, organisation or arXiv id',
  button: 'Search',
  filters: 'Topic and dates',
  topic: 'Topic',
  everyTopic: 'All topics',
  from: 'Submitted from',
  to: 'Submitted up to',
  hint: 'A whole title finds its paper first. Misspelt words are forgiven, and one word too many does no harm.',
  examplesHeading: 'For example',
  count: (papers: number) => FORMATS.en.counted(papers, { one: 'paper', other: 'papers' }),
  many: (papers: number) => `The ${FORMATS.en.number(papers)} most relevant papers`,
  newest: (papers: number) => `The ${FORMATS.en.number(papers)} newest papers`,
  /** Takes words in quotation marks, and what each was taken for. */
  corrected: (typed: readonly string[], taken: readonly string[]) =>
    `No paper has ${typed.join(' or ')}. Did you mean ${taken.join(' and ')}? This is what ${taken.length === 1 ? 'it finds' : 'they find'}.`,
  unknown: (words: readonly string[]) =>
    `No paper has ${words.join(' or ')}, so ${words.length === 1 ? 'that word was' : 'those words were'} left out.`,
  nobodyHas: (words: readonly string[]) => `No paper has ${words.join(' or ')}.`,
  /** Takes what was typed, in quotation marks. */
  noWord: (typed: string) => `There is no word in ${typed} that could be looked for.`,
  loose: 'No paper has all of these words. These have most of them; what a paper lacks stands beside it.',
  none: 'Nothing was found.',
  noneAdvice: 'Try fewer or other words, or look at what is trending.',
  noneFiltered: 'Nothing was found with this topic and these dates.',
  withoutFilters: 'Search everything',
  reference: (id: string) => `The paper with the arXiv id ${id}:`,
  noReference: (id: string) =>
    `The paper with the arXiv id ${id} is not here. It never stood on a list that is read here.`,
  atArxiv: 'Look at arXiv',
  follow: {
    heading: 'Get what comes next',
    text: (query: string) => `One short mail when a new paper matches ${query}.`,
    button: 'Mail me when something new matches',
  },
};

const de: typeof en = {
  heading: 'Suche',
  title: (query) => `Suche: ${query}`,
  description: 'Papers aus der Forschung suchen: nach Titel, Wörtern, Autoren, Organisation oder arXiv-Id.',
  label: 'Titel, Wörter, Autor, Organisation oder arXiv-Id',
  button: 'Suchen',
  filters: 'Thema und Zeit',
  topic: 'Thema',
  everyTopic: 'Alle Themen',
  from: 'Eingereicht ab',
  to: 'Eingereicht bis',
  hint: 'Ein ganzer Titel findet sein Paper zuerst. Tippfehler sind verziehen, und ein Wort zu viel schadet nicht.',
  examplesHeading: 'Zum Beispiel',
  count: (papers) => FORMATS.de.counted(papers, { one: 'Paper', other: 'Papers' }),
  many: (papers) => `Die ${FORMATS.de.number(papers)} passendsten Papers`,
  newest: (papers) => `Die ${FORMATS.de.number(papers)} neuesten Papers`,
  corrected: (typed, taken) =>
    `Kein Paper hat ${typed.join(' oder ')}. Meinten Sie ${taken.join(' und ')}? Das wird damit gefunden.`,
  unknown: (words) =>
    `Kein Paper hat ${words.join(' oder ')}; ${words.length === 1 ? 'dieses Wort blieb' : 'diese Wörter blieben'} außer Acht.`,
  nobodyHas: (words) => `Kein Paper hat ${words.join(' oder ')}.`,
  noWord: (typed) => `In ${typed} ist kein Wort, nach dem sich suchen ließe.`,
  loose: 'Kein Paper hat alle diese Wörter. Diese haben die meisten; was einem fehlt, steht dabei.',
  none: 'Nichts gefunden.',
  noneAdvice:
    'Versuchen Sie es mit weniger oder anderen Wörtern, oder sehen Sie, was gerade Beachtung findet.',
  noneFiltered: 'Mit diesem Thema und in dieser Zeit wurde nichts gefunden.',
  withoutFilters: 'Überall suchen',
  reference: (id) => `Das Paper mit der arXiv-Id ${id}:`,
  noReference: (id) =>
    `Das Paper mit der arXiv-Id ${id} ist nicht hier. Es stand nie auf einer Liste, die hier gelesen wird.`,
  atArxiv: 'Bei arXiv nachsehen',
  follow: {
    heading: 'Bekommen, was als Nächstes kommt',
    text: (query) => `Eine kurze Mail, wenn ein neues Paper zu ${query} passt.`,
    button: 'Mail bei neuen Treffern',
  },
};

export const searchTexts = { en, de };
