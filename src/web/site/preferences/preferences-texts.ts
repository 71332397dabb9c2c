import { FORMATS } from '../frame/formats.ts';
import type { FieldName } from './preference-form.ts';

const hour = (value: number) => `${String(value).padStart(2, '0')}:00`;

const en = {
  heading: 'What you get',
  title: 'Your preferences',
  savedTitle: 'Saved',
  unsavedTitle: 'Not saved',
  saved: 'Saved.',
  savedHint: 'It holds from the next digest.',
  unsaved: 'Nothing is saved yet. Please look at this:',
  states: {
    pending:
      'Your subscription is not confirmed yet: please press the button behind the link in your mail first.',
    paused: 'Your subscription is paused. What you choose here holds when it goes on.',
    suppressed:
      'Mail to your address came back or was reported, so none is sent at present. Please ask whoever runs this site to let it through again.',
  },
  ended: {
    heading: 'This subscription has ended',
    paragraphs: [
      'No mail comes any more. To get Paperboy again, please subscribe again. What is kept about you can still be seen, downloaded and erased here.',
    ],
  },
  invalid: {
    heading: 'This link does not work',
    paragraphs: [
      'It may have been cut off on its way: please open the link “Change” in the newest digest again, or copy it whole. If everything about you was erased, there is nothing behind it any more.',
    ],
  },

  follow: 'What do you follow?',
  followHint: 'Choose nothing at all and you get what is trending everywhere.',
  topics: 'Topics',
  linesHint: 'One on each line.',
  mute: 'What should never come?',
  muteHint: 'A paper that matches one of these is left out, whatever else speaks for it.',
  /** Takes how many topics and lines are muted. */
  muted: (count: number) => (count === 0 ? 'Nothing is muted' : `${FORMATS.en.number(count)} muted`),
  when: 'When should it arrive?',
  howMuch: 'How much?',
  language: 'In which language?',
  languageHint: 'Our own words in your mails. Papers stay as their authors wrote them.',
  fields: {
    topics: 'Topics',
    queries: 'Words of your own',
    authors: 'Authors',
    organisations: 'Organisations',
    mutedTopics: 'Muted topics',
    mutedQueries: 'Muted words',
    mutedAuthors: 'Muted authors',
    mutedOrganisations: 'Muted organisations',
    cadence: 'How often',
    weeklyDay: 'Day of the weekly digest',
    sendHour: 'Hour',
    timeZone: 'Time zone',
    size: 'Papers in one digest, at most',
    language: 'Language of the mails',
  } satisfies Record<FieldName, string>,
  skipQuietDays: 'Send nothing on a day when nothing matches',
  cadences: { daily: 'Every day', weekdays: 'Monday to Friday', weekly: 'Once a week' },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  hour,
  otherZones: 'Other',
  button: 'Save',
  leave: 'Stop all mail',
  problems: {
    topics: () => 'Choose topics from the list.',
    cadence: () => 'Choose how often the digest comes.',
    weeklyDay: () => 'Choose a day from the list.',
    size: () => 'Choose a whole number from 1 to 30.',
    sendHour: () => 'Choose an hour from the list.',
    timeZone: () => 'Choose a time zone from the list.',
    language: () => 'Choose one of the languages.',
    length: (value: string) => `${FORMATS.en.quoted(value)} must have 2 to 120 characters.`,
    contradiction: (value: string) => `${FORMATS.en.quoted(value)} is both followed and muted. Choose one.`,
    tooMany: () => 'These are more than 200 entries together. Please take some out.',
  },
};

const de: typeof en = {
  heading: 'Was Sie bekommen',
  title: 'Ihre Wünsche',
  savedTitle: 'Gespeichert',
  unsavedTitle: 'Nicht gespeichert',
  saved: 'Gespeichert.',
  savedHint: 'Es gilt ab der nächsten Auswahl.',
  unsaved: 'Noch ist nichts gespeichert. Bitte sehen Sie sich das an:',
  states: {
    pending:
      'Ihr Abonnement ist noch nicht bestätigt: Bitte drücken Sie zuerst den Knopf hinter dem Link in Ihrer Mail.',
    paused: 'Ihr Abonnement macht Pause. Was Sie hier aussuchen, gilt, sobald es weitergeht.',
    suppressed:
      'Mails an Ihre Adresse kamen zurück oder wurden beanstandet, deshalb gehen zurzeit keine hinaus. Bitte wenden Sie sich an die, die diese Seite betreiben.',
  },
  ended: {
    heading: 'Dieses Abonnement ist beendet',
    paragraphs: [
      'Es kommt keine Mail mehr. Um Paperboy wieder zu bekommen, abonnieren Sie bitte noch einmal. Was über Sie aufbewahrt wird, können Sie hier weiterhin sehen, herunterladen und löschen.',
    ],
  },
  invalid: {
    heading: 'Dieser Link funktioniert nicht',
    paragraphs: [
      'Vielleicht wurde er unterwegs abgeschnitten: Bitte öffnen Sie den Link „Ändern“ in der neuesten Mail noch einmal oder kopieren Sie ihn ganz. Wenn alles über Sie gelöscht wurde, steht nichts mehr dahinter.',
    ],
  },

  follow: 'Wem oder was folgen Sie?',
  followHint: 'Wenn Sie gar nichts aussuchen, bekommen Sie, was überall Beachtung findet.',
  topics: 'Themen',
  linesHint: 'Jeweils eine Zeile.',
  mute: 'Was soll nie kommen?',
  muteHint: 'Ein Paper, auf das etwas davon zutrifft, bleibt weg, was immer sonst dafür spricht.',
  muted: (count) => (count === 0 ? 'Nichts ist ausgeblendet' : `${FORMATS.de.number(count)} ausgeblendet`),
  when: 'Wann soll es kommen?',
  howMuch: 'Wie viel?',
  language: 'In welcher Sprache?',
  languageHint: 'Unsere eigenen Worte in Ihren Mails. Papers bleiben, wie sie geschrieben wurden.',
  fields: {
    topics: 'Themen',
    queries: 'Eigene Wörter',
    authors: 'Autoren',
    organisations: 'Organisationen',
    mutedTopics: 'Ausgeblendete Themen',
    mutedQueries: 'Ausgeblendete Wörter',
    mutedAuthors: 'Ausgeblendete Autoren',
    mutedOrganisations: 'Ausgeblendete Organisationen',
    cadence: 'Wie oft',
    weeklyDay: 'Tag der wöchentlichen Auswahl',
    sendHour: 'Uhrzeit',
    timeZone: 'Zeitzone',
    size: 'Papers in einer Mail, höchstens',
    language: 'Sprache der Mails',
  },
  skipQuietDays: 'An Tagen, an denen nichts passt, nichts schicken',
  cadences: { daily: 'Jeden Tag', weekdays: 'Montag bis Freitag', weekly: 'Einmal in der Woche' },
  weekdays: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  hour,
  otherZones: 'Andere',
  button: 'Speichern',
  leave: 'Alle Mails abbestellen',
  problems: {
    topics: () => 'Bitte Themen aus der Liste aussuchen.',
    cadence: () => 'Bitte aussuchen, wie oft die Mail kommt.',
    weeklyDay: () => 'Bitte einen Tag aus der Liste aussuchen.',
    size: () => 'Bitte eine ganze Zahl von 1 bis 30 angeben.',
    sendHour: () => 'Bitte eine Uhrzeit aus der Liste aussuchen.',
    timeZone: () => 'Bitte eine Zeitzone aus der Liste aussuchen.',
    language: () => 'Bitte eine der Sprachen aussuchen.',
    length: (value) => `${FORMATS.de.quoted(value)} muss 2 bis 120 Zeichen haben.`,
    contradiction: (value) =>
      `${FORMATS.de.quoted(value)} steht auf beiden Seiten: gefolgt und ausgeblendet. Bitte nur eines davon.`,
    tooMany: () => 'Das sind zusammen mehr als 200 Einträge. Bitte nehmen Sie einige heraus.',
  },
};

export const preferencesTexts = { en, de };
