import type { Language } from '../../../../config/languages.ts';
import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';
import { unbroken } from '../papers/papers-texts.ts';

const { en: english, de: german } = FORMATS;

/** Weight of a topic in words: above 0 doubled that many times, below 0 halved that many times. */
const WEIGHTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { '-2': 'a quarter as much', '-1': 'half as much', '1': 'twice as much', '2': 'four times as much' },
  de: { '-2': 'nur zu einem Viertel', '-1': 'nur zur Hälfte', '1': 'doppelt', '2': 'vierfach' },
};

/** Effect of a topic weight, to follow "count" or "zählen"; empty for 0. */
export function weightText(weight: number, language: Language): string {
  return WEIGHTS[language][weight] ?? '';
}

/** Sections below the preferences: topic weights, sent digests, pause, email address, stored data. */
const en = {
  marks: {
    heading: 'Topic weights',
    hint:
      `Set by the links ${english.quoted(TEXTS.en.digest.moreLink)} and ` +
      `${english.quoted(TEXTS.en.digest.lessLink)} in your emails.`,
    weight: (topic: string, weight: number) => `${topic} counts ${weightText(weight, 'en')}`,
    reset: 'Reset weights',
  },
  readingList: {
    heading: 'Reading list',
    link: 'See the papers you saved',
  },
  sent: {
    heading: 'Sent digests',
    link: 'See every paper we sent you',
  },
  feed: 'Your picks as a private feed for your feed reader. Anyone with this address can read it:',
  pause: {
    heading: 'Pause',
    hint: 'Your digest resumes automatically on the date you choose.',
    until: 'Resume on',
    usual: { week: '1\u00A0week', twoWeeks: '2\u00A0weeks', month: '1\u00A0month' },
    button: 'Pause',
    paused: (day: string) => `Your digest is paused until ${unbroken(english.fullDate(day))}.`,
    resume: 'Resume now',
    invalidDay: 'Choose a date from tomorrow up to one year from now.',
  },
  address: {
    heading: 'Email address',
    hint: 'We first send a confirmation link to the new address. Nothing changes until you confirm there.',
    label: 'New email address',
    button: 'Change address',
    requested: 'We sent a confirmation link to the new address, and a notice to your current one.',
    waiting: (address: string) => `Waiting for confirmation from ${english.quoted(address)}.`,
    cancel: 'Cancel change',
    canceled: 'Change canceled. Your address stays the same.',
  },
  undo: {
    hint: 'Unsubscribed by mistake? You can undo this for one hour. Nothing is lost.',
    button: 'Undo',
  },
  data: {
    heading: 'Your data',
    hint:
      'We store your address and consent, your preferences and feedback, your reading list, and which papers ' +
      'we sent you. We do not track whether you read them.',
    export: 'Download my data (JSON)',
    erase: 'Erase my data',
    eraseHint:
      'This permanently deletes your data and ends your subscription. Links in old emails stop working, ' +
      'and we will not email you again. To continue, type this word:',
    word: 'ERASE',
    field: 'Confirmation word',
    button: 'Erase my data permanently',
    wrongWord: 'Nothing was erased. Type the word exactly as shown.',
  },
};

const de: typeof en = {
  marks: {
    heading: 'Gewichtung der Themen',
    hint:
      `Gesetzt durch die Links ${german.quoted(TEXTS.de.digest.moreLink)} und ` +
      `${german.quoted(TEXTS.de.digest.lessLink)} in Ihren E-Mails.`,
    weight: (topic, weight) => `${topic} zählt ${weightText(weight, 'de')}`,
    reset: 'Gewichtung zurücksetzen',
  },
  readingList: {
    heading: 'Leseliste',
    link: 'Gemerkte Papers ansehen',
  },
  sent: {
    heading: 'Versendete Digests',
    link: 'Alle Papers ansehen, die Sie erhalten haben',
  },
  feed: 'Ihre Auswahl als privater Feed für Ihren Feedreader. Wer diese Adresse kennt, kann ihn lesen:',
  pause: {
    heading: 'Pausieren',
    hint: 'Ihr Digest wird am gewählten Datum automatisch fortgesetzt.',
    until: 'Fortsetzen am',
    usual: { week: '1\u00A0Woche', twoWeeks: '2\u00A0Wochen', month: '1\u00A0Monat' },
    button: 'Pausieren',
    paused: (day) => `Ihr Digest ist bis ${unbroken(german.fullDate(day))} pausiert.`,
    resume: 'Jetzt fortsetzen',
    invalidDay: 'Wählen Sie ein Datum zwischen morgen und heute in einem Jahr.',
  },
  address: {
    heading: 'E-Mail-Adresse',
    hint:
      'Wir senden zuerst einen Bestätigungslink an die neue Adresse. Bis Sie ihn öffnen, bleibt alles ' +
      'unverändert.',
    label: 'Neue E-Mail-Adresse',
    button: 'Adresse ändern',
    requested:
      'Wir haben einen Bestätigungslink an die neue Adresse gesendet und einen Hinweis an Ihre bisherige.',
    waiting: (address) => `Wartet auf Bestätigung von ${german.quoted(address)}.`,
    cancel: 'Änderung abbrechen',
    canceled: 'Änderung abgebrochen. Ihre Adresse bleibt unverändert.',
  },
  undo: {
    hint: 'Versehentlich abbestellt? Sie können das eine Stunde lang rückgängig machen. Nichts geht verloren.',
    button: 'Rückgängig machen',
  },
  data: {
    heading: 'Ihre Daten',
    hint:
      'Wir speichern Ihre Adresse und Einwilligung, Ihre Einstellungen, Rückmeldungen und Leseliste und ' +
      'welche Papers Sie erhalten haben. Ob Sie sie lesen, verfolgen wir nicht.',
    export: 'Meine Daten herunterladen (JSON)',
    erase: 'Meine Daten löschen',
    eraseHint:
      'Das löscht Ihre Daten endgültig und beendet Ihr Abonnement. Links in alten E-Mails ' +
      'funktionieren nicht mehr, und Sie erhalten keine E-Mails mehr von uns. Um fortzufahren, geben Sie ' +
      'dieses Wort ein:',
    word: 'LÖSCHEN',
    field: 'Bestätigungswort',
    button: 'Meine Daten endgültig löschen',
    wrongWord: 'Es wurde nichts gelöscht. Geben Sie das Wort genau wie angezeigt ein.',
  },
};

export const subscriptionTexts = { en, de };
