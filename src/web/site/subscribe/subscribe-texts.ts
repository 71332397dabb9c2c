/** Asking for the digest, and for the link to one's own page. */
const en = {
  heading: 'Get Paperboy by mail',
  description:
    'Choose what you follow and when it should come, and see the digest that this would give today before you say where it should go.',
  intro:
    'Choose what you follow, and see what would have come today. Nothing has to be chosen: without topics you get what is trending everywhere. All of it can be changed later.',
  wish: {
    /** Takes a query in quotation marks. */
    lead: (query: string) =>
      `You will be mailed papers that match ${query}, on days when there are any. Only your address is missing.`,
    more: 'When it comes, and what else you follow',
  },
  what: 'What do you follow?',
  when: 'When should it arrive?',
  where: 'Where should it go?',
  queries: 'Words of your own',
  queriesHint: 'One search on each line, such as: sparse attention',
  address: 'Your e-mail address',
  promise:
    'We write to this address once, to ask whether you mean it. Every mail has a link to change what comes and a link to leave. Nobody else gets the address.',
  button: 'Subscribe',
  badAddress: 'Please write your address like name@example.org.',
  honeypot: 'Leave this field empty',
  unsentTitle: 'Not sent',
  unsent: 'Nothing was sent yet. Please look at this:',
  link: 'You have Paperboy already? Have the link to your page mailed to you.',
  sent: {
    heading: 'Please look into your mailbox',
    paragraphs: [
      'If this address may be written to, a mail is on its way to it. Press the button behind the link in it: only then does Paperboy come.',
      'Nothing there after a few minutes? Look among the unwanted mails, and whether the address was spelt right.',
    ],
  },
  myLink: {
    paragraph:
      'The link to your own page is in every mail from us. If you have none at hand, we send it again.',
    sent: {
      heading: 'Please look into your mailbox',
      paragraphs: [
        'If Paperboy comes to this address, the link to your page is on its way to it.',
        'Nothing there after a few minutes? Then it probably comes to another address of yours.',
      ],
    },
  },
  challenge: {
    noScript: (address: string) =>
      `This site asks the browser for a short calculation, to keep robots out, and that needs JavaScript. Without it, write an empty mail to ${address} instead.`,
    /** After the strip, which has no puzzle yet. */
    first:
      'One more press: this site lets the browser calculate for a second, to keep robots out. Below is what you would get.',
    failed: (address: string) =>
      `The browser’s calculation did not arrive. Please press the button once more, or write an empty mail to ${address} instead.`,
  },
};

const de: typeof en = {
  heading: 'Paperboy per Mail bekommen',
  description:
    'Suchen Sie aus, wem oder was Sie folgen und wann es kommen soll, und sehen Sie, was das heute ergeben hätte, bevor Sie eine Adresse nennen.',
  intro:
    'Suchen Sie aus, wem oder was Sie folgen, und sehen Sie, was heute gekommen wäre. Nichts muss ausgesucht werden: Ohne Themen bekommen Sie, was überall Beachtung findet. Alles lässt sich später ändern.',
  wish: {
    lead: (query) =>
      `Sie bekommen Papers, die zu ${query} passen, an Tagen, an denen es welche gibt. Nur Ihre Adresse fehlt noch.`,
    more: 'Wann es kommt, und wem oder was Sie noch folgen',
  },
  what: 'Wem oder was folgen Sie?',
  when: 'Wann soll es kommen?',
  where: 'Wohin soll es gehen?',
  queries: 'Eigene Wörter',
  queriesHint: 'Jeweils eine Suche in einer Zeile, etwa: sparse attention',
  address: 'Ihre E-Mail-Adresse',
  promise:
    'Wir schreiben einmal an diese Adresse und fragen nach, ob Sie es so meinen. Jede Mail hat einen Link, um zu ändern, was kommt, und einen zum Abbestellen. Sonst bekommt niemand die Adresse.',
  button: 'Abonnieren',
  badAddress: 'Bitte schreiben Sie Ihre Adresse wie name@example.org.',
  honeypot: 'Dieses Feld leer lassen',
  unsentTitle: 'Nicht abgeschickt',
  unsent: 'Noch ist nichts abgeschickt. Bitte sehen Sie sich das an:',
  link: 'Sie haben Paperboy schon? Lassen Sie sich den Link zu Ihrer Seite schicken.',
  sent: {
    heading: 'Bitte sehen Sie in Ihr Postfach',
    paragraphs: [
      'Wenn an diese Adresse geschrieben werden darf, ist eine Mail dorthin unterwegs. Drücken Sie den Knopf hinter dem Link darin: Erst dann kommt Paperboy.',
      'Nach ein paar Minuten nichts da? Sehen Sie bei den unerwünschten Mails nach, und ob die Adresse richtig geschrieben war.',
    ],
  },
  myLink: {
    paragraph:
      'Der Link zu Ihrer eigenen Seite steht in jeder Mail von uns. Wenn Sie keine zur Hand haben, schicken wir ihn noch einmal.',
    sent: {
      heading: 'Bitte sehen Sie in Ihr Postfach',
      paragraphs: [
        'Wenn Paperboy an diese Adresse kommt, ist der Link zu Ihrer Seite dorthin unterwegs.',
        'Nach ein paar Minuten nichts da? Dann kommt es wohl an eine andere Adresse von Ihnen.',
      ],
    },
  },
  challenge: {
    noScript: (address) =>
      `Diese Seite lässt den Browser kurz etwas rechnen, um Roboter fernzuhalten, und das braucht JavaScript. Ohne JavaScript schreiben Sie stattdessen eine leere Mail an ${address}.`,
    first:
      'Bitte drücken Sie noch einmal: Diese Seite lässt den Browser eine Sekunde lang rechnen, um Roboter fernzuhalten. Unten sehen Sie, was Sie bekämen.',
    failed: (address) =>
      `Die Rechnung des Browsers ist nicht angekommen. Bitte drücken Sie den Knopf noch einmal, oder schreiben Sie stattdessen eine leere Mail an ${address}.`,
  },
};

export const subscribeTexts = { en, de };
