import { FORMATS } from '../frame/formats.ts';
import { parts, times } from './weight-words.ts';

/** What a reader does with their own subscription beside choosing papers: where it goes, pausing, what is kept of them. */
const en = {
  when: {
    heading: 'A break?',
    hint: 'Nothing comes before that day, and then it goes on by itself.',
    until: 'Send nothing before',
    usual: { week: '1 week', twoWeeks: '2 weeks', month: 'A month' },
    button: 'Pause',
    paused: (day: string) => `Nothing comes before ${FORMATS.en.fullDate(day)}.`,
    resume: 'Go on now',
    badDay: 'Please choose a day from tomorrow on, within a year.',
  },
  address: {
    heading: 'Another address?',
    hint: 'We ask at the new address first. Until it is confirmed there, everything stays as it is.',
    label: 'New e-mail address',
    button: 'Ask at the new address',
    bad: 'Please write the address like name@example.org.',
    asked:
      'If the new address may be written to, a mail with a link is on its way to it, and a notice to the present one.',
    waiting: (address: string) => `Waiting for a confirmation at ${FORMATS.en.quoted(address)}.`,
    cancel: 'Take it back',
    cancelled: 'Taken back: everything stays at the present address.',
  },
  marks: {
    heading: 'What you said of papers',
    hint: 'By the links “More like this” and “Less” in your mails.',
    /** A topic with its weight on the reader's page. */
    weight: (topic: string, weight: number) =>
      weight > 0
        ? `${topic}: counts ${times.en[weight] ?? ''} as much`
        : `${topic}: counts ${parts.en[-weight] ?? ''}`,
    forget: 'Forget all of it',
  },
  sent: {
    heading: 'What you were sent',
    link: 'Every paper that you were sent',
  },
  data: {
    heading: 'What is kept about you',
    hint: 'Your address and the record of your consent, what you chose and said, and which papers went out to you. Nothing about whether you read them.',
    export: 'Download it (JSON)',
    erase: 'Erase me',
    eraseHint:
      'Everything about you is deleted for good, and nothing comes any more. Old links stop working, except that nothing more comes. To erase, write this word into the field:',
    word: 'ERASE',
    field: 'The word',
    button: 'Erase everything about me',
    wrongWord: 'Nothing was erased. Please write the word exactly as it stands there.',
  },
  feed: 'The same as a feed of your own, for a feed reader. Whoever has its address can read it:',
};

const de: typeof en = {
  when: {
    heading: 'Eine Pause?',
    hint: 'Vor diesem Tag kommt nichts, und danach geht es von selbst weiter.',
    until: 'Nichts schicken vor dem',
    usual: { week: '1 Woche', twoWeeks: '2 Wochen', month: 'Einen Monat' },
    button: 'Pause machen',
    paused: (day) => `Vor dem ${FORMATS.de.plainDate(day)} kommt nichts.`,
    resume: 'Jetzt weitermachen',
    badDay: 'Bitte suchen Sie einen Tag ab morgen aus, innerhalb eines Jahres.',
  },
  address: {
    heading: 'Eine andere Adresse?',
    hint: 'Wir fragen zuerst an der neuen Adresse. Bis zur Bestätigung dort bleibt alles, wie es ist.',
    label: 'Neue E-Mail-Adresse',
    button: 'An der neuen Adresse fragen',
    bad: 'Bitte schreiben Sie die Adresse wie name@example.org.',
    asked:
      'Wenn an die neue Adresse geschrieben werden darf, ist eine Mail mit einem Link dorthin unterwegs, und ein Hinweis an die jetzige.',
    waiting: (address) => `Wartet auf die Bestätigung an ${FORMATS.de.quoted(address)}.`,
    cancel: 'Zurücknehmen',
    cancelled: 'Zurückgenommen: Alles bleibt bei der jetzigen Adresse.',
  },
  marks: {
    heading: 'Was Sie zu Papers gesagt haben',
    hint: 'Über die Links „Mehr davon“ und „Weniger“ in Ihren Mails.',
    weight: (topic, weight) =>
      weight > 0 ? `${topic}: zählt ${times.de[weight] ?? ''}` : `${topic}: zählt ${parts.de[-weight] ?? ''}`,
    forget: 'Alles davon vergessen',
  },
  sent: {
    heading: 'Was Sie bekommen haben',
    link: 'Alle Papers, die Sie bekommen haben',
  },
  data: {
    heading: 'Was über Sie aufbewahrt wird',
    hint: 'Ihre Adresse und der Nachweis Ihrer Einwilligung, was Sie ausgesucht und gesagt haben, und welche Papers an Sie gingen. Nichts darüber, ob Sie sie gelesen haben.',
    export: 'Herunterladen (JSON)',
    erase: 'Alles über mich löschen',
    eraseHint:
      'Alles über Sie wird endgültig gelöscht, und es kommt nichts mehr. Alte Links gehen dann nicht mehr; es bleibt nur dabei, dass nichts kommt. Zum Löschen schreiben Sie dieses Wort in das Feld:',
    word: 'LÖSCHEN',
    field: 'Das Wort',
    button: 'Alles über mich endgültig löschen',
    wrongWord: 'Nichts wurde gelöscht. Bitte schreiben Sie das Wort genau so, wie es dort steht.',
  },
  feed: 'Dasselbe als eigener Feed, für ein Feed-Programm. Wer dessen Adresse hat, kann ihn lesen:',
};

export const subscriptionTexts = { en, de };
