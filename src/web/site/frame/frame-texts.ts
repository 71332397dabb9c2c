import { TEXTS } from '../../../../templates/texts.ts';

const { name } = TEXTS.en;

/** Masthead, foot, head and the subscribe strip: what stands around every page. */
const en = {
  name,
  /** Behind the title of a page. */
  title: (page: string) => `${page} · ${name}`,
  skip: 'To the text',
  navigation: 'Pages',
  sections: { today: 'Today', topics: 'Topics', search: 'Search', subscribe: 'Subscribe', outbox: 'Outbox' },
  /** What the site is, for search engines and link previews. */
  description:
    'Research papers that get attention, sorted by topic every day, and a short mail with those that match what you follow.',
  /** The second sentence is what arXiv asks for of everybody who uses its interface. */
  sources:
    'Papers and numbers come from Hugging Face Daily Papers and arXiv. Thank you to arXiv for use of its open access interoperability.',
  toToday: 'Read today’s papers',
  more: 'More',
  archive: 'Archive',
  feed: 'Feed (Atom)',
  language: 'Language',
  strip: {
    heading: 'Get it by mail',
    label: 'Your e-mail address',
    button: 'Subscribe',
    promise: 'One short mail with the papers that match what you follow. Every mail has a link to leave.',
  },
};

const de: typeof en = {
  name,
  title: (page) => `${page} · ${name}`,
  skip: 'Zum Text',
  navigation: 'Seiten',
  sections: {
    today: 'Heute',
    topics: 'Themen',
    search: 'Suche',
    subscribe: 'Abonnieren',
    outbox: 'Postausgang',
  },
  description:
    'Forschung, die Beachtung findet, jeden Tag nach Themen geordnet, und eine kurze Mail mit den Papers, die zu Ihren Interessen passen.',
  sources:
    'Papers und Zahlen stammen von Hugging Face Daily Papers und arXiv. Wir danken arXiv für die Nutzung seiner offenen Schnittstellen.',
  toToday: 'Die Papers von heute lesen',
  more: 'Weiteres',
  archive: 'Archiv',
  feed: 'Feed (Atom)',
  language: 'Sprache',
  strip: {
    heading: 'Als Mail bekommen',
    label: 'Ihre E-Mail-Adresse',
    button: 'Abonnieren',
    promise:
      'Eine kurze Mail mit den Papers, die zu Ihren Interessen passen. Jede Mail hat einen Link zum Abbestellen.',
  },
};

export const frameTexts = { en, de };
