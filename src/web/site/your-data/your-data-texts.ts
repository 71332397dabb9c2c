import { WORDING } from '../frame/wording.ts';

/** What a reader does with their own subscription beside choosing papers: where it goes, pausing, what is kept of them. */
const en = {
  when: {
    heading: 'A break?',
    hint: 'Nothing comes before that day, and then it goes on by itself.',
    until: 'Send nothing before',
    usual: { week: '1 week', twoWeeks: '2 weeks', month: 'A month' },
    button: 'Pause',
    paused: (day: string) => `Nothing comes before ${WORDING.en.fullDate(day)}.`,
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
    waiting: (address: string) => `Waiting for a confirmation at ${WORDING.en.quoted(address)}.`,
    cancel: 'Take it back',
    cancelled: 'Taken back: everything stays at the present address.',
    ask: {
      heading: 'Use this address?',
      paragraphs: ['Press the button, and your Paperboy comes to the address where you found this link.'],
      button: 'Use this address',
      after: 'Everything else stays as it is.',
    },
    moved: {
      heading: 'Done: your Paperboy comes here',
      paragraphs: [
        'Everything else stays as it was: what you follow, when it comes, and what you were sent.',
      ],
    },
    invalid: {
      heading: 'This link does not work',
      paragraphs: [
        'It was used or taken back already, or cut off on its way. On your own page you see which address holds, and can ask again.',
      ],
    },
    expired: {
      heading: 'This link has run out',
      paragraphs: ['It works for a few days only. On your own page you can ask for a new one.'],
    },
  },
  sent: {
    heading: 'What you were sent',
    link: 'Every paper that you were sent',
    none: 'No digest has gone out to you yet.',
    titles: 'Also trending',
    back: 'Back to my page',
    noneBefore: 'No digest went out to you before that day.',
    earlier: 'Earlier digests',
    newest: 'The newest digests',
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
    erased: {
      heading: 'Erased',
      paragraphs: [
        'Everything about you is deleted, and no mail comes any more. Only numbers without a name stay in our books. Goodbye, and thank you for reading.',
      ],
    },
  },
  fewer: {
    heading: 'Fewer mails?',
    paragraphs: ['One mail a week instead: the papers of the week, picked for you as before.'],
    button: 'Once a week is enough',
    done: {
      heading: 'Done: once a week',
      paragraphs: [
        'From now on one mail a week comes. The link “Change” in it leads to where you choose the day.',
      ],
      next: (day: string, at: string) => `The next one comes on ${WORDING.en.fullDate(day)} ${at}.`,
    },
  },
  pausePage: {
    heading: 'Pause?',
    link: 'Pause',
    done: {
      heading: 'Done: a pause',
      onwards: 'Then it goes on by itself.',
    },
  },
  leave: {
    or: 'Or rather:',
    again: 'To come back at any time, just',
    subscribe: 'subscribe again',
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
    paused: (day) => `Vor dem ${WORDING.de.plainDate(day)} kommt nichts.`,
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
    waiting: (address) => `Wartet auf die Bestätigung an ${WORDING.de.quoted(address)}.`,
    cancel: 'Zurücknehmen',
    cancelled: 'Zurückgenommen: Alles bleibt bei der jetzigen Adresse.',
    ask: {
      heading: 'Diese Adresse verwenden?',
      paragraphs: [
        'Ein Druck auf den Knopf, und Ihr Paperboy kommt an die Adresse, unter der Sie diesen Link gefunden haben.',
      ],
      button: 'Diese Adresse verwenden',
      after: 'Alles andere bleibt, wie es ist.',
    },
    moved: {
      heading: 'Erledigt: Ihr Paperboy kommt hierher',
      paragraphs: [
        'Alles andere bleibt, wie es war: wem oder was Sie folgen, wann es kommt und was Sie schon hatten.',
      ],
    },
    invalid: {
      heading: 'Dieser Link funktioniert nicht',
      paragraphs: [
        'Er wurde schon benutzt oder zurückgenommen, oder unterwegs abgeschnitten. Auf Ihrer eigenen Seite sehen Sie, welche Adresse gilt, und können noch einmal fragen.',
      ],
    },
    expired: {
      heading: 'Dieser Link ist abgelaufen',
      paragraphs: ['Er gilt nur wenige Tage. Auf Ihrer eigenen Seite können Sie einen neuen anfordern.'],
    },
  },
  sent: {
    heading: 'Was Sie bekommen haben',
    link: 'Alle Papers, die Sie bekommen haben',
    none: 'Noch ist keine Auswahl an Sie hinausgegangen.',
    titles: 'Ebenfalls beachtet',
    back: 'Zurück zu meiner Seite',
    noneBefore: 'Vor diesem Tag haben Sie keine Mail bekommen.',
    earlier: 'Frühere Mails',
    newest: 'Die neuesten Mails',
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
    erased: {
      heading: 'Gelöscht',
      paragraphs: [
        'Alles über Sie ist gelöscht, und es kommt keine Mail mehr. Nur Zahlen ohne Namen bleiben in unseren Büchern. Alles Gute, und danke fürs Lesen.',
      ],
    },
  },
  fewer: {
    heading: 'Weniger Mails?',
    paragraphs: ['Stattdessen eine Mail in der Woche: die Papers der Woche, für Sie ausgesucht wie bisher.'],
    button: 'Einmal in der Woche reicht',
    done: {
      heading: 'Erledigt: einmal in der Woche',
      paragraphs: [
        'Von jetzt an kommt eine Mail in der Woche. Der Link „Ändern“ darin führt dorthin, wo Sie den Tag aussuchen.',
      ],
      next: (day, at) => `Die nächste kommt am ${WORDING.de.fullDate(day)} ${at}.`,
    },
  },
  pausePage: {
    heading: 'Pause machen?',
    link: 'Pause machen',
    done: {
      heading: 'Erledigt: eine Pause',
      onwards: 'Danach geht es von selbst weiter.',
    },
  },
  leave: {
    or: 'Oder lieber:',
    again: 'Um jederzeit zurückzukommen, einfach',
    subscribe: 'wieder abonnieren',
  },
  feed: 'Dasselbe als eigener Feed, für ein Feed-Programm. Wer dessen Adresse hat, kann ihn lesen:',
};

export const yourDataTexts = { en, de };
