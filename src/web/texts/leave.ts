const en = {
  ask: {
    heading: 'Stop all mail?',
    paragraphs: ['Press the button, and no more mail comes to the address where you found this link.'],
    button: 'Stop all mail',
  },
  done: {
    heading: 'Done: no more mail',
    paragraphs: [
      'The address where you found this link gets no more mail from us. There is nothing else to do. Thank you for reading.',
    ],
  },
};

const de: typeof en = {
  ask: {
    heading: 'Alle Mails abbestellen?',
    paragraphs: [
      'Ein Druck auf den Knopf, und an die Adresse, unter der Sie diesen Link gefunden haben, kommt keine Mail mehr.',
    ],
    button: 'Alle Mails abbestellen',
  },
  done: {
    heading: 'Erledigt: keine Mails mehr',
    paragraphs: [
      'Die Adresse, unter der Sie diesen Link gefunden haben, bekommt keine Mail mehr von uns. Mehr ist nicht zu tun. Danke, dass Sie gelesen haben.',
    ],
  },
};

export const leaveTexts = { en, de };
