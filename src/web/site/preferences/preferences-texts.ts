import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';
import { unbroken } from '../papers/papers-texts.ts';
import type { FieldName } from './preference-form.ts';

const { en: english, de: german } = FORMATS;

/** The preferences page and its form, of which the subscribe page shows a part. */
const en = {
  title: 'Your preferences',
  savedTitle: 'Saved',
  unsavedTitle: 'Not saved',
  saved: 'Saved.',
  savedHint: 'Changes apply to your next digest.',
  /** Takes the day, and the time with its zone. */
  next: (day: string, at: string) => `It arrives on ${unbroken(english.fullDate(day))} ${at}.`,
  prefilled: 'The name from your link is filled in below. Save to follow it.',
  unsaved: 'Nothing was saved. Check these fields:',
  states: {
    pending: 'Your subscription is not confirmed yet. Use the link in the confirmation email first.',
    paused: 'Your subscription is paused. Changes apply when it resumes.',
    suppressed:
      'Emails to your address bounced or were reported as spam, so we stopped sending. To get them again, ' +
      'contact the operator of this site.',
  },
  ended: {
    heading: 'This subscription has ended',
    paragraphs: [
      'You get no more emails from us. You can subscribe again at any time, and you can still view, ' +
        'download or erase your stored data here.',
    ],
  },
  invalid: {
    heading: 'This link is not valid',
    paragraphs: [
      `It may have been cut off. Open the link ${english.quoted(TEXTS.en.digest.preferences)} in your ` +
        'latest digest again, or copy the whole link. If you erased your data, the link no longer works.',
    ],
  },

  follow: 'What do you want to follow?',
  followHint: 'Choose nothing to get what’s trending overall.',
  descriptions: 'What each topic covers',
  notOffered: 'No longer offered',
  notOfferedHint: 'We keep your choice in case the topic returns. Until then it matches no papers.',
  linesHint: 'One per line.',
  queriesHint:
    'One phrase per line, for example: sparse attention. For words that may be apart, use quotation marks: ' +
    '“robots” “safety”',
  mute: 'Mute',
  muteHint: 'Papers that match any of these are never in your digest.',
  muted: (count: number) => (count === 0 ? 'Nothing muted' : `${english.number(count)} muted`),
  when: 'When should it arrive?',
  howMuch: 'How many papers?',
  language: 'Which language?',
  languageHint: 'Applies to our own text in your emails. Papers stay in their original language.',
  fields: {
    topics: 'Topics',
    queries: 'Keywords',
    authors: 'Authors',
    organizations: 'Organizations',
    mutedTopics: 'Muted topics',
    mutedQueries: 'Muted keywords',
    mutedAuthors: 'Muted authors',
    mutedOrganizations: 'Muted organizations',
    cadence: 'Frequency',
    weeklyDay: 'Day of a weekly digest',
    sendHour: 'Time',
    timeZone: 'Time zone',
    size: 'Maximum number of papers',
    language: 'Email language',
  } satisfies Record<FieldName, string>,
  skipQuietDays: 'Skip days without a match',
  cadences: { daily: 'Every day', weekdays: 'Monday to Friday', weekly: 'Once a week' },
  otherZones: 'Other',
  button: 'Save',
  unsubscribe: 'Unsubscribe',
  problems: {
    topics: () => 'Choose topics from the list.',
    cadence: () => 'Choose how often you want a digest.',
    weeklyDay: () => 'Choose a day from the list.',
    size: () => 'Enter a whole number from 1 to 30.',
    sendHour: () => 'Choose a time from the list.',
    timeZone: () => 'Choose a time zone from the list.',
    language: () => 'Choose one of the languages.',
    length: (entry: string) => `${english.quoted(entry)} must be 2 to 120 characters long.`,
    contradiction: (entry: string) =>
      `${english.quoted(entry)} is both followed and muted. Remove one of them.`,
    tooMany: () => 'Enter at most 200 entries in total.',
  },
};

const de: typeof en = {
  title: 'Ihre Einstellungen',
  savedTitle: 'Gespeichert',
  unsavedTitle: 'Nicht gespeichert',
  saved: 'Gespeichert.',
  savedHint: 'Die Änderungen gelten ab Ihrem nächsten Digest.',
  next: (day, at) => `Er kommt am ${unbroken(german.fullDate(day))} ${at}.`,
  prefilled: 'Der Name aus Ihrem Link ist unten eingetragen. Speichern Sie, um ihm zu folgen.',
  unsaved: 'Es wurde nichts gespeichert. Bitte prüfen Sie diese Felder:',
  states: {
    pending:
      'Ihr Abonnement ist noch nicht bestätigt. Bitte öffnen Sie zuerst den Link in der Bestätigungs-E-Mail.',
    paused: 'Ihr Abonnement ist pausiert. Änderungen gelten, sobald es fortgesetzt wird.',
    suppressed:
      'E-Mails an Ihre Adresse konnten nicht zugestellt werden oder wurden als Spam gemeldet, deshalb ' +
      'versenden wir keine mehr. Wenn Sie wieder welche erhalten möchten, wenden Sie sich bitte an den ' +
      'Betreiber dieser Website.',
  },
  ended: {
    heading: 'Dieses Abonnement ist beendet',
    paragraphs: [
      'Sie erhalten keine E-Mails mehr von uns. Sie können jederzeit erneut abonnieren und Ihre ' +
        'gespeicherten Daten hier weiterhin ansehen, herunterladen oder löschen.',
    ],
  },
  invalid: {
    heading: 'Dieser Link ist ungültig',
    paragraphs: [
      `Vielleicht wurde er abgeschnitten. Öffnen Sie den Link ` +
        `${german.quoted(TEXTS.de.digest.preferences)} in Ihrem letzten Digest noch einmal oder kopieren ` +
        'Sie ihn vollständig. Wenn Sie Ihre Daten gelöscht haben, funktioniert der Link nicht mehr.',
    ],
  },

  follow: 'Was interessiert Sie?',
  followHint: 'Ohne Auswahl erhalten Sie, was insgesamt im Trend liegt.',
  descriptions: 'Was zu welchem Thema gehört',
  notOffered: 'Nicht mehr im Angebot',
  notOfferedHint:
    'Ihre Auswahl bleibt gespeichert, falls es das Thema wieder gibt. Bis dahin passt kein Paper dazu.',
  linesHint: 'Ein Eintrag pro Zeile.',
  queriesHint:
    'Eine Wortgruppe pro Zeile, zum Beispiel: sparse attention. Für Wörter, die auseinanderstehen dürfen, ' +
    'Anführungszeichen: „robots“ „safety“',
  mute: 'Ausblenden',
  muteHint: 'Papers, auf die einer dieser Einträge zutrifft, erhalten Sie nie.',
  muted: (count) => (count === 0 ? 'Nichts ausgeblendet' : `${german.number(count)} ausgeblendet`),
  when: 'Wann soll der Digest ankommen?',
  howMuch: 'Wie viele Papers?',
  language: 'Welche Sprache?',
  languageHint: 'Gilt für unsere eigenen Texte in Ihren E-Mails. Papers bleiben in ihrer Originalsprache.',
  fields: {
    topics: 'Themen',
    queries: 'Stichwörter',
    authors: 'Autoren',
    organizations: 'Organisationen',
    mutedTopics: 'Ausgeblendete Themen',
    mutedQueries: 'Ausgeblendete Stichwörter',
    mutedAuthors: 'Ausgeblendete Autoren',
    mutedOrganizations: 'Ausgeblendete Organisationen',
    cadence: 'Häufigkeit',
    weeklyDay: 'Tag des wöchentlichen Digests',
    sendHour: 'Uhrzeit',
    timeZone: 'Zeitzone',
    size: 'Höchstzahl der Papers',
    language: 'Sprache der E-Mails',
  },
  skipQuietDays: 'Tage ohne passende Papers überspringen',
  cadences: { daily: 'Jeden Tag', weekdays: 'Montag bis Freitag', weekly: 'Einmal pro Woche' },
  otherZones: 'Andere',
  button: 'Speichern',
  unsubscribe: 'Abbestellen',
  problems: {
    topics: () => 'Wählen Sie Themen aus der Liste.',
    cadence: () => 'Wählen Sie, wie oft Sie einen Digest möchten.',
    weeklyDay: () => 'Wählen Sie einen Tag aus der Liste.',
    size: () => 'Geben Sie eine ganze Zahl von 1 bis 30 ein.',
    sendHour: () => 'Wählen Sie eine Uhrzeit aus der Liste.',
    timeZone: () => 'Wählen Sie eine Zeitzone aus der Liste.',
    language: () => 'Wählen Sie eine der Sprachen.',
    length: (entry) => `${german.quoted(entry)} muss 2 bis 120 Zeichen lang sein.`,
    contradiction: (entry) =>
      `${german.quoted(entry)} ist zugleich ausgewählt und ausgeblendet. Entfernen Sie einen der Einträge.`,
    tooMany: () => 'Geben Sie insgesamt höchstens 200 Einträge ein.',
  },
};

export const preferencesTexts = { en, de };
