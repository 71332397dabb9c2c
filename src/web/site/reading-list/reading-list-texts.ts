import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';
import { MAX_SAVED_PAPERS } from '../../../subscribers/reading-list/save-paper.ts';
import { unbroken } from '../papers/papers-texts.ts';

const { en: english, de: german } = FORMATS;

/** The reading list, and saving to it from an email or a paper's page. */
const en = {
  heading: 'Your reading list',
  /** Takes the number of papers, and how many of them are read. */
  count: (all: number, read: number) =>
    `${english.number(all)} ${all === 1 ? 'paper' : 'papers'}, ${english.number(read)} read`,
  empty:
    `Nothing saved yet. Press ${english.quoted(TEXTS.en.digest.saveLink)} below a paper in your digest to ` +
    'find it here later.',
  savedOn: (day: string) => `Saved on ${unbroken(english.fullDate(day))}`,
  isRead: 'Read',
  read: 'Mark as read',
  unread: 'Mark as unread',
  remove: 'Remove',
  /** Name of a button for screen readers. Takes its text and a title. */
  about: (button: string, title: string) => `${button}: ${title}`,
  done: { read: 'Marked as read.', unread: 'Marked as unread.', remove: 'Removed.' },
  export: 'Download',
  newer: 'Newer',
  older: 'Older',
  back: 'Back to my preferences',
  device: {
    heading: 'Save from this site',
    hint:
      'Every paper’s page has a button to save it. It works once this browser remembers you: a cookie that ' +
      'lasts a year, allows saving and nothing else, and is sent to no other page.',
    button: 'Remember me on this device',
    remembered: 'This browser can now save papers from their pages.',
    forget: 'Forget this device',
    forgotten: 'This device is no longer remembered. Your list is unchanged.',
  },
  save: {
    heading: 'Save this paper?',
    button: 'Save to my reading list',
    saved: 'Saved to your reading list',
    already: 'On your reading list',
    removed: 'Removed from your reading list',
    remove: 'Remove from my reading list',
    open: 'Open my reading list',
    full: {
      heading: 'Your reading list is full',
      paragraphs: [`It has ${english.number(MAX_SAVED_PAPERS)} papers. Remove some to save new ones.`],
    },
    unknown: {
      heading: 'Paper not found',
      paragraphs: ['This paper is not on this site, so there is nothing to save.'],
    },
  },
  stranger: {
    heading: 'Save papers to your reading list',
    paragraphs: [
      'Your reading list belongs to your subscription. Open it from your preferences, which every digest ' +
        'links to, and press “Remember me on this device”. After that, you can save papers in this browser.',
    ],
  },
  known: {
    heading: 'Saving from this browser',
    paragraphs: [
      'The button on a paper’s page adds it to your reading list. To see the list, open your preferences ' +
        'from any digest.',
    ],
  },
};

const de: typeof en = {
  heading: 'Ihre Leseliste',
  count: (all, read) =>
    `${german.number(all)} ${all === 1 ? 'Paper' : 'Papers'}, davon ${german.number(read)} gelesen`,
  empty:
    `Noch nichts gemerkt. Klicken Sie in Ihrem Digest unter einem Paper auf ` +
    `${german.quoted(TEXTS.de.digest.saveLink)}, um es hier wiederzufinden.`,
  savedOn: (day) => `Gemerkt am ${unbroken(german.fullDate(day))}`,
  isRead: 'Gelesen',
  read: 'Als gelesen markieren',
  unread: 'Als ungelesen markieren',
  remove: 'Entfernen',
  about: (button, title) => `${button}: ${title}`,
  done: { read: 'Als gelesen markiert.', unread: 'Als ungelesen markiert.', remove: 'Entfernt.' },
  export: 'Herunterladen',
  newer: 'Neuere',
  older: 'Ältere',
  back: 'Zurück zu meinen Einstellungen',
  device: {
    heading: 'Auf dieser Website merken',
    hint:
      'Auf der Seite jedes Papers gibt es eine Schaltfläche zum Merken. Sie funktioniert, sobald dieser ' +
      'Browser Sie wiedererkennt. Das Cookie dafür gilt ein Jahr, erlaubt nur das Merken und wird an keine ' +
      'andere Seite gesendet.',
    button: 'Dieses Gerät merken',
    remembered: 'Dieser Browser kann jetzt Papers auf ihren Seiten merken.',
    forget: 'Dieses Gerät vergessen',
    forgotten: 'Dieses Gerät ist nicht mehr gemerkt. Ihre Liste bleibt unverändert.',
  },
  save: {
    heading: 'Dieses Paper merken?',
    button: 'Auf meine Leseliste setzen',
    saved: 'Auf Ihre Leseliste gesetzt',
    already: 'Auf Ihrer Leseliste',
    removed: 'Von Ihrer Leseliste entfernt',
    remove: 'Von meiner Leseliste entfernen',
    open: 'Meine Leseliste öffnen',
    full: {
      heading: 'Ihre Leseliste ist voll',
      paragraphs: [
        `Sie enthält ${german.number(MAX_SAVED_PAPERS)} Papers. Entfernen Sie einige, um neue zu merken.`,
      ],
    },
    unknown: {
      heading: 'Paper nicht gefunden',
      paragraphs: ['Dieses Paper gibt es auf dieser Website nicht, deshalb wurde nichts gemerkt.'],
    },
  },
  stranger: {
    heading: 'Papers auf Ihrer Leseliste merken',
    paragraphs: [
      'Ihre Leseliste gehört zu Ihrem Abonnement. Öffnen Sie sie über Ihre Einstellungen, zu denen jeder ' +
        'Digest einen Link enthält, und klicken Sie auf „Dieses Gerät merken“. Danach funktioniert die ' +
        'Schaltfläche zum Merken in diesem Browser.',
    ],
  },
  known: {
    heading: 'Merken mit diesem Browser',
    paragraphs: [
      'Die Schaltfläche auf der Seite eines Papers setzt es auf Ihre Leseliste. Die Liste selbst ' +
        'erreichen Sie über den Link zu Ihren Einstellungen, den jeder Digest enthält.',
    ],
  },
};

export const readingListTexts = { en, de };
