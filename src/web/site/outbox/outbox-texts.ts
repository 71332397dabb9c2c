import { FORMATS } from '../../../../templates/formats.ts';

const { en: english, de: german } = FORMATS;

/** The outbox of a development installation. */
const en = {
  heading: 'Outbox',
  about: 'This installation sends no emails. It writes them here instead, newest first.',
  older: (emails: number) =>
    `The folder holds ${english.counted(emails, { one: 'older email', other: 'older emails' })}.`,
  empty: 'No emails yet. They appear here as soon as the first one goes out.',
  unreadable: 'Unreadable file',
  noSubject: 'No subject',
  back: 'All emails',
  from: 'From',
  to: 'To',
  date: 'Date',
  size: 'Size',
  bytes: (bytes: number) =>
    bytes < 1_000
      ? english.counted(bytes, { one: 'byte', other: 'bytes' })
      : `${english.number(Math.round(bytes / 1_000))}\u00A0kB`,
  htmlPart: 'Email as the recipient sees it',
  htmlOnly: 'Open the email on its own page',
  noHtml: 'This email has no HTML part.',
  textPart: 'Text part',
  headers: 'All headers',
};

const de: typeof en = {
  heading: 'Postausgang',
  about: 'Diese Installation versendet keine E-Mails. Sie legt sie stattdessen hier ab, die neuesten zuerst.',
  older: (emails) =>
    `Im Ordner ${german.plural(emails, { one: 'liegt', other: 'liegen' })} noch ` +
    `${german.counted(emails, { one: 'ältere E-Mail', other: 'ältere E-Mails' })}.`,
  empty: 'Noch keine E-Mails. Sie erscheinen hier, sobald die erste verschickt wird.',
  unreadable: 'Nicht lesbare Datei',
  noSubject: 'Ohne Betreff',
  back: 'Alle E-Mails',
  from: 'Von',
  to: 'An',
  date: 'Datum',
  size: 'Größe',
  bytes: (bytes) =>
    bytes < 1_000
      ? german.counted(bytes, { one: 'Byte', other: 'Bytes' })
      : `${german.number(Math.round(bytes / 1_000))}\u00A0kB`,
  htmlPart: 'E-Mail, wie sie beim Empfänger aussieht',
  htmlOnly: 'E-Mail auf eigener Seite öffnen',
  noHtml: 'Diese E-Mail hat keinen HTML-Teil.',
  textPart: 'Textteil',
  headers: 'Alle Kopfzeilen',
};

export const outboxTexts = { en, de };
