const en = {
  again: 'Subscribe and get a new link',
  ask: {
    heading: 'Confirm your subscription',
    paragraphs: ['Press the button, and Paperboy comes to the address where you found this link.'],
    button: 'Confirm my subscription',
    after: 'All of it can be changed later: every mail has a link for that, and one to leave.',
  },
  confirmed: {
    heading: 'Your subscription is confirmed',
    paragraphs: [
      'A welcome mail is on its way; it says when your first digest comes. The more precisely you say what you follow, the better it fits.',
    ],
    choose: 'Choose what I get',
  },
  already: {
    heading: 'Your subscription is confirmed already',
    paragraphs: [
      'This link was used; there is nothing else to do. Every mail has a link to change what comes.',
    ],
  },
  expired: {
    heading: 'This link has run out',
    paragraphs: [
      'A confirmation link works for a few days only. Please ask for a new one where you subscribed: nothing comes until it is confirmed.',
    ],
  },
  invalid: {
    heading: 'This link does not work',
    paragraphs: [
      'It may have been cut off on its way: please open it from the mail again, or copy it whole. If you have left since, please subscribe again where you did the first time.',
    ],
  },
};

const de: typeof en = {
  again: 'Abonnieren und einen neuen Link bekommen',
  ask: {
    heading: 'Abonnement bestätigen',
    paragraphs: [
      'Ein Druck auf den Knopf, und Paperboy kommt an die Adresse, unter der Sie diesen Link gefunden haben.',
    ],
    button: 'Mein Abonnement bestätigen',
    after: 'Alles lässt sich später ändern: Jede Mail hat einen Link dafür und einen zum Abbestellen.',
  },
  confirmed: {
    heading: 'Ihr Abonnement ist bestätigt',
    paragraphs: [
      'Eine Mail zur Begrüßung ist unterwegs; darin steht, wann die erste Auswahl kommt. Je genauer Sie sagen, wem oder was Sie folgen, desto besser passt sie.',
    ],
    choose: 'Aussuchen, was ich bekomme',
  },
  already: {
    heading: 'Ihr Abonnement ist schon bestätigt',
    paragraphs: [
      'Dieser Link wurde benutzt; mehr ist nicht zu tun. Jede Mail hat einen Link, um zu ändern, was kommt.',
    ],
  },
  expired: {
    heading: 'Dieser Link ist abgelaufen',
    paragraphs: [
      'Ein Link zum Bestätigen gilt nur wenige Tage. Bitte fordern Sie dort, wo Sie abonniert haben, einen neuen an: Vor der Bestätigung kommt nichts.',
    ],
  },
  invalid: {
    heading: 'Dieser Link funktioniert nicht',
    paragraphs: [
      'Vielleicht wurde er unterwegs abgeschnitten: Bitte öffnen Sie ihn noch einmal aus der Mail oder kopieren Sie ihn ganz. Falls Sie inzwischen abbestellt haben, abonnieren Sie bitte noch einmal, wo Sie es zuerst getan haben.',
    ],
  },
};

export const confirmTexts = { en, de };
