import { TEXTS } from '../../../../templates/texts.ts';
import { errorTexts } from './error-texts.ts';

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
  /** Links that many pages share. */
  links: {
    today: 'Read today’s papers',
    myLink: 'Mail me my link',
    preferences: 'To my page',
    subscribe: 'Get Paperboy by mail',
  },
  more: 'More',
  archive: 'Archive',
  feed: 'Feed (Atom)',
  /** Titles of the public feeds. */
  feeds: {
    all: 'Trending research papers',
    topic: (label: string) => `Trending research papers: ${label}`,
  },
  language: 'Language',
  errors: errorTexts.en,
  /** In place of a form that the rate limit refused. */
  rateLimited:
    'Too many at once: many people have asked from your network in the last hour. Please try again in an hour.',
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
  links: {
    today: 'Die Papers von heute lesen',
    myLink: 'Meinen Link zuschicken',
    preferences: 'Zu meiner Seite',
    subscribe: 'Paperboy per Mail bekommen',
  },
  more: 'Weiteres',
  archive: 'Archiv',
  feed: 'Feed (Atom)',
  feeds: {
    all: 'Forschung, die Beachtung findet',
    topic: (label) => `Forschung, die Beachtung findet: ${label}`,
  },
  language: 'Sprache',
  errors: errorTexts.de,
  rateLimited:
    'Zu viele auf einmal: Aus Ihrem Netz haben in der letzten Stunde viele gefragt. Bitte versuchen Sie es in einer Stunde noch einmal.',
  strip: {
    heading: 'Als Mail bekommen',
    label: 'Ihre E-Mail-Adresse',
    button: 'Abonnieren',
    promise:
      'Eine kurze Mail mit den Papers, die zu Ihren Interessen passen. Jede Mail hat einen Link zum Abbestellen.',
  },
};

export type FrameTexts = typeof en;

export const frameTexts = { en, de };
