const en = {
  sent: {
    heading: 'What you were sent',
    none: 'No digest has gone out to you yet.',
    noneBefore: 'No digest went out to you before that day.',
    titles: 'Also trending',
    earlier: 'Earlier digests',
    newest: 'The newest digests',
    back: 'Back to my page',
  },
  address: {
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
  erased: {
    heading: 'Erased',
    paragraphs: [
      'Everything about you is deleted, and no mail comes any more. Only numbers without a name stay in our books. Goodbye, and thank you for reading.',
    ],
  },
};

const de: typeof en = {
  sent: {
    heading: 'Was Sie bekommen haben',
    none: 'Noch ist keine Auswahl an Sie hinausgegangen.',
    noneBefore: 'Vor diesem Tag haben Sie keine Mail bekommen.',
    titles: 'Ebenfalls beachtet',
    earlier: 'Frühere Mails',
    newest: 'Die neuesten Mails',
    back: 'Zurück zu meiner Seite',
  },
  address: {
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
  erased: {
    heading: 'Gelöscht',
    paragraphs: [
      'Alles über Sie ist gelöscht, und es kommt keine Mail mehr. Nur Zahlen ohne Namen bleiben in unseren Büchern. Alles Gute, und danke fürs Lesen.',
    ],
  },
};

export const yourDataTexts = { en, de };
