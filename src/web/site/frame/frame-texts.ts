import { TEXTS } from '../../../../templates/texts.ts';
import { errorTexts } from './error-texts.ts';

const { name } = TEXTS.en;

/** Masthead, footer, head and subscribe strip, the error pages, and links that many pages share. */
const en = {
  name,
  /** Takes the title of a page. */
  title: (page: string) => `${page} · ${name}`,
  skip: 'Skip to content',
  navigation: 'Main',
  sections: { today: 'Today', topics: 'Topics', search: 'Search', subscribe: 'Subscribe', outbox: 'Outbox' },
  /** For search engines and link previews. */
  description:
    'Trending research papers, sorted by topic every day, and a short email digest of those that match ' +
    'what you follow.',
  /** The second sentence is the acknowledgment that arXiv asks of every user of its API. */
  sources:
    'Papers and numbers from Hugging Face Daily Papers and arXiv. Thank you to arXiv for use of its open ' +
    'access interoperability.',
  links: {
    today: 'Read today’s papers',
    myLink: 'Email me my link',
    preferences: 'Open my preferences',
    subscribeAgain: 'Subscribe again',
  },
  more: 'More pages',
  archive: 'Archive',
  feed: 'Feed (Atom)',
  /** Titles of the public feeds. */
  feeds: {
    all: 'Trending research papers',
    topic: (label: string) => `Trending research papers: ${label}`,
  },
  language: 'Language',
  errors: errorTexts.en,
  /** Shown above a form that the rate limit refused. */
  rateLimited: 'Too many requests in the last hour. Try again in an hour.',
  addressProblems: {
    invalid: 'Enter a valid email address, for example name@example.org.',
    'local-part':
      'We can’t send to addresses with letters like “ü” before the @ yet. ' +
      'Enter another address with only a–z, digits and symbols before the @.',
  },
  strip: {
    name: 'Trending papers in your inbox',
    promise: 'Daily or weekly. Unsubscribe with one click.',
    label: 'Email address',
    button: 'Subscribe',
  },
};

const de: typeof en = {
  name,
  title: (page) => `${page} · ${name}`,
  skip: 'Zum Inhalt springen',
  navigation: 'Hauptmenü',
  sections: {
    today: 'Heute',
    topics: 'Themen',
    search: 'Suche',
    subscribe: 'Abonnieren',
    outbox: 'Postausgang',
  },
  description:
    'Forschungspapiere im Trend, jeden Tag nach Themen sortiert, und eine kurze E-Mail mit denen, die zu ' +
    'Ihren Interessen passen.',
  sources:
    'Papers und Zahlen stammen von Hugging Face Daily Papers und arXiv. Wir danken arXiv dafür, dass wir ' +
    'seine offenen Schnittstellen nutzen dürfen.',
  links: {
    today: 'Papers von heute lesen',
    myLink: 'Meinen Link zusenden',
    preferences: 'Meine Einstellungen öffnen',
    subscribeAgain: 'Erneut abonnieren',
  },
  more: 'Weitere Seiten',
  archive: 'Archiv',
  feed: 'Feed (Atom)',
  feeds: {
    all: 'Forschungspapiere im Trend',
    topic: (label) => `Forschungspapiere im Trend: ${label}`,
  },
  language: 'Sprache',
  errors: errorTexts.de,
  rateLimited:
    'In der letzten Stunde gab es zu viele Anfragen. Bitte versuchen Sie es in einer Stunde noch einmal.',
  addressProblems: {
    invalid: 'Geben Sie eine gültige E-Mail-Adresse ein, zum Beispiel name@example.org.',
    'local-part':
      'Adressen mit Buchstaben wie „ü“ vor dem @ werden noch nicht unterstützt. Geben Sie eine andere ' +
      'Adresse an, die vor dem @ nur a–z, Ziffern und Zeichen wie . - _ + enthält.',
  },
  strip: {
    name: 'Papers im Trend per E-Mail',
    promise: 'Täglich oder wöchentlich, per Klick kündbar.',
    label: 'E-Mail-Adresse',
    button: 'Abonnieren',
  },
};

export type FrameTexts = typeof en;

export const frameTexts = { en, de };
