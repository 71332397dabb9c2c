import { FORMATS } from '../frame/formats.ts';

const en = {
  heading: 'Outbox',
  about: 'No mail leaves this installation: each is written here, newest first.',
  count: (mails: number) => FORMATS.en.counted(mails, { one: 'mail', other: 'mails' }),
  older: (mails: number) =>
    `${FORMATS.en.counted(mails, { one: 'older mail is', other: 'older mails are' })} in the folder, too.`,
  empty: 'No mail has been written yet. The first one appears here as soon as a digest or a letter goes out.',
  unreadable: 'A file that cannot be read as a mail',
  noSubject: 'No subject',
  back: 'All mails',
  from: 'From',
  to: 'To',
  date: 'Date',
  size: 'Size',
  /** Takes bytes. */
  bytes: (bytes: number) =>
    bytes < 1_000
      ? FORMATS.en.counted(bytes, { one: 'byte', other: 'bytes' })
      : `${FORMATS.en.number(Math.round(bytes / 1_000))}\u00A0kB`,
  htmlPart: 'The mail as a reader sees it',
  alone: 'Open the mail by itself',
  noHtml: 'This mail has no HTML part.',
  textPart: 'Text part',
  headers: 'All headers',
};

const de: typeof en = {
  heading: 'Postausgang',
  about: 'Keine Mail verlässt diese Installation: Jede wird hier abgelegt, die neueste zuerst.',
  count: (mails) => FORMATS.de.counted(mails, { one: 'Mail', other: 'Mails' }),
  older: (mails) =>
    `${FORMATS.de.counted(mails, { one: 'ältere Mail liegt', other: 'ältere Mails liegen' })} ebenfalls im Ordner.`,
  empty:
    'Noch wurde keine Mail geschrieben. Die erste erscheint hier, sobald eine Auswahl oder ein Brief hinausgeht.',
  unreadable: 'Eine Datei, die sich nicht als Mail lesen lässt',
  noSubject: 'Ohne Betreff',
  back: 'Alle Mails',
  from: 'Von',
  to: 'An',
  date: 'Datum',
  size: 'Größe',
  bytes: (bytes) =>
    bytes < 1_000
      ? FORMATS.de.counted(bytes, { one: 'Byte', other: 'Bytes' })
      : `${FORMATS.de.number(Math.round(bytes / 1_000))}\u00A0kB`,
  htmlPart: 'Die Mail, wie man sie beim Lesen sieht',
  alone: 'Die Mail für sich öffnen',
  noHtml: 'Diese Mail hat keinen HTML-Teil.',
  textPart: 'Textteil',
  headers: 'Alle Kopfzeilen',
};

export const outboxTexts = { en, de };
