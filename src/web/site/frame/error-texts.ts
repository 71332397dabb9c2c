/** Pages shown in place of one that is missing, refused or broken. */
const en = {
  notFound: {
    heading: 'Page not found',
    paragraphs: ['The address may be mistyped, or the page no longer exists.'],
  },
  notAllowed: {
    heading: 'Request not allowed',
    paragraphs: ['This address exists, but it does not accept this kind of request. Nothing was changed.'],
  },
  tooLarge: {
    heading: 'Form too large',
    paragraphs: ['Forms are limited to 64\u00A0kB. Nothing was saved. Go back and shorten your entries.'],
  },
  unreadable: {
    heading: 'We could not read the form',
    paragraphs: ['It arrived incomplete, so nothing was saved. Go back and send it again.'],
  },
  failed: {
    heading: 'Something went wrong',
    paragraphs: ['The error is on our side. Try again in a few minutes.'],
    /** Takes the request id, under which the log has the reason. */
    reference: (id: string) => `If it keeps happening, send the operator of this site this ID: ${id}`,
  },
};

const de: typeof en = {
  notFound: {
    heading: 'Seite nicht gefunden',
    paragraphs: ['Vielleicht enthält die Adresse einen Tippfehler, oder die Seite gibt es nicht mehr.'],
  },
  notAllowed: {
    heading: 'Anfrage nicht möglich',
    paragraphs: ['Diese Adresse gibt es, aber nicht für diese Art von Anfrage. Es wurde nichts geändert.'],
  },
  tooLarge: {
    heading: 'Formular zu groß',
    paragraphs: [
      'Formulare dürfen höchstens 64\u00A0kB groß sein. Es wurde nichts gespeichert. Bitte gehen Sie ' +
        'zurück und kürzen Sie Ihre Eingaben.',
    ],
  },
  unreadable: {
    heading: 'Formular nicht lesbar',
    paragraphs: [
      'Es ist unvollständig angekommen, deshalb wurde nichts gespeichert. Bitte gehen Sie zurück und ' +
        'senden Sie es erneut.',
    ],
  },
  failed: {
    heading: 'Ein Fehler ist aufgetreten',
    paragraphs: ['Der Fehler liegt bei uns. Bitte versuchen Sie es in einigen Minuten noch einmal.'],
    reference: (id) =>
      `Wenn der Fehler bestehen bleibt, nennen Sie bitte dem Betreiber dieser Website diese ID: ${id}`,
  },
};

export const errorTexts = { en, de };
