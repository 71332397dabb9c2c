/** Pages shown in place of one that is missing, refused or broken. */
const en = {
  notFound: {
    heading: 'There is no such page',
    paragraphs: ['The address may be misspelt, or the page is gone.'],
  },
  notAllowed: {
    heading: 'That cannot be done here',
    paragraphs: ['This address exists, but not for what was sent to it. Nothing was changed.'],
  },
  tooLarge: {
    heading: 'That was too much at once',
    paragraphs: ['What you sent is larger than 64 kB and was not read. Please go back and shorten it.'],
  },
  garbled: {
    heading: 'That could not be read',
    paragraphs: ['The form did not arrive whole, and nothing was changed. Please go back and send it again.'],
  },
  failed: {
    heading: 'Something went wrong here',
    paragraphs: ['It is not your fault. Please try again in a few minutes.'],
    /** Takes the request's id, under which the log has the reason. */
    reference: (id: string) => `If it stays so, tell whoever runs this site this number: ${id}`,
  },
};

const de: typeof en = {
  notFound: {
    heading: 'Diese Seite gibt es nicht',
    paragraphs: ['Vielleicht ist die Adresse falsch geschrieben, oder es gibt die Seite nicht mehr.'],
  },
  notAllowed: {
    heading: 'Das geht hier nicht',
    paragraphs: [
      'Diese Adresse gibt es, aber nicht für das, was an sie geschickt wurde. Nichts wurde geändert.',
    ],
  },
  tooLarge: {
    heading: 'Das war zu viel auf einmal',
    paragraphs: [
      'Was Sie geschickt haben, ist größer als 64 kB und wurde nicht gelesen. Bitte gehen Sie zurück und kürzen Sie es.',
    ],
  },
  garbled: {
    heading: 'Das war nicht lesbar',
    paragraphs: [
      'Das Formular kam nicht ganz an, und nichts wurde geändert. Bitte gehen Sie zurück und schicken Sie es noch einmal.',
    ],
  },
  failed: {
    heading: 'Hier ging etwas schief',
    paragraphs: ['Es liegt nicht an Ihnen. Bitte versuchen Sie es in ein paar Minuten noch einmal.'],
    reference: (id) =>
      `Wenn es so bleibt, nennen Sie bitte denen, die diese Seite betreiben, diese Nummer: ${id}`,
  },
};

export const errorTexts = { en, de };
