import { FORMATS } from '../../../../templates/formats.ts';

/** Signing up, and requesting the link to one's preferences. */
const en = {
  heading: 'Get trending papers in your inbox',
  description: 'Pick topics and a schedule, and preview your digest before you enter an email address.',
  intro:
    'Your address is enough to get what’s trending overall. Pick topics below to get papers on them. You ' +
    'can change everything later, or unsubscribe with one click.',
  fromSearch: {
    /** Takes a query in quotation marks. */
    lead: (query: string) =>
      `We email you new papers that match ${query}, on days when there are any. Enter your address to ` +
      'subscribe.',
  },
  /** Takes names of authors and organizations in quotation marks. */
  fromNames: (names: readonly string[]) =>
    `We email you new papers by ${FORMATS.en.and(names)}, on days when there are any. Enter your address to ` +
    'subscribe.',
  what: 'What do you want to follow?',
  whatHint: 'Choose nothing to get what’s trending overall.',
  /** Behind the line of the schedule. */
  change: 'Change',
  queries: 'Keywords',
  queriesHint: 'One phrase per line, for example: sparse attention',
  address: 'Email address',
  promise:
    'We send one email to confirm your address. Every digest has links to your preferences and to ' +
    'unsubscribe. We do not share your address.',
  button: 'Subscribe',
  /** Below the choices. */
  buttonBelow: 'Subscribe with these choices',
  honeypot: 'Leave this field empty',
  notSentTitle: 'Not sent',
  notSent: 'Nothing was sent yet. Check these fields:',
  link: 'Already subscribed? Email me my link.',
  sent: {
    heading: 'Check your inbox',
    paragraphs: [
      'We sent a confirmation link to that address. Click it to start.',
      'Nothing there? Check spam, or try again in a few minutes.',
    ],
  },
  myLink: {
    paragraph: 'Every email from us has a link to your preferences. Enter your address to get it again.',
    sent: {
      heading: 'Check your inbox',
      paragraphs: [
        'If that address is subscribed, we sent it a link to your preferences.',
        'Nothing there? Check spam, or try another address of yours.',
      ],
    },
  },
  challenge: {
    noScript: (address: string) =>
      'To keep out bots, this form has your browser solve a short puzzle, which needs JavaScript. To ' +
      `subscribe without it, send an empty email to ${address}.`,
    /** After the subscribe strip, which carries no challenge. */
    first:
      'One more click: to keep out bots, your browser solves a short puzzle when you press Subscribe. A ' +
      'preview of your digest is below.',
    failed: (address: string) =>
      `Your browser did not solve the puzzle. Press Subscribe again, or send an empty email to ${address}.`,
  },
};

const de: typeof en = {
  heading: 'Papers im Trend per E-Mail',
  description:
    'Wählen Sie Themen und Zeitplan und sehen Sie eine Vorschau Ihres Digests, bevor Sie eine Adresse ' +
    'angeben.',
  intro:
    'Ihre Adresse genügt, um zu erhalten, was insgesamt im Trend liegt. Wählen Sie unten Themen, um Papers ' +
    'dazu zu erhalten. Sie können später alles ändern oder mit einem Klick abbestellen.',
  fromSearch: {
    lead: (query) =>
      `Sie erhalten neue Papers, die zu ${query} passen, an Tagen, an denen es welche gibt. Geben Sie zum ` +
      'Abonnieren Ihre Adresse ein.',
  },
  fromNames: (names) =>
    `Sie erhalten neue Papers von ${FORMATS.de.and(names)}, an Tagen, an denen es welche gibt. Geben Sie zum ` +
    'Abonnieren Ihre Adresse ein.',
  what: 'Was interessiert Sie?',
  whatHint: 'Ohne Auswahl erhalten Sie, was insgesamt im Trend liegt.',
  change: 'Ändern',
  queries: 'Stichwörter',
  queriesHint: 'Eine Wortgruppe pro Zeile, zum Beispiel: sparse attention',
  address: 'E-Mail-Adresse',
  promise:
    'Wir senden eine E-Mail, um Ihre Adresse zu bestätigen. Jeder Digest enthält Links zu Ihren ' +
    'Einstellungen und zum Abbestellen. Wir geben Ihre Adresse nicht weiter.',
  button: 'Abonnieren',
  buttonBelow: 'Mit dieser Auswahl abonnieren',
  honeypot: 'Dieses Feld leer lassen',
  notSentTitle: 'Nicht abgeschickt',
  notSent: 'Es wurde noch nichts abgeschickt. Bitte prüfen Sie diese Felder:',
  link: 'Schon abonniert? Meinen Link zusenden.',
  sent: {
    heading: 'Prüfen Sie Ihren Posteingang',
    paragraphs: [
      'Wir haben einen Bestätigungslink an diese Adresse gesendet. Klicken Sie darauf, um zu beginnen.',
      'Nichts angekommen? Sehen Sie im Spam-Ordner nach, oder versuchen Sie es in einigen Minuten noch ' +
        'einmal.',
    ],
  },
  myLink: {
    paragraph:
      'Jede E-Mail von uns enthält einen Link zu Ihren Einstellungen. Geben Sie Ihre Adresse ein, um ihn ' +
      'erneut zu erhalten.',
    sent: {
      heading: 'Prüfen Sie Ihren Posteingang',
      paragraphs: [
        'Wenn diese Adresse abonniert ist, haben wir einen Link zu Ihren Einstellungen dorthin gesendet.',
        'Nichts angekommen? Sehen Sie im Spam-Ordner nach, oder versuchen Sie es mit einer anderen Ihrer ' +
          'Adressen.',
      ],
    },
  },
  challenge: {
    noScript: (address) =>
      'Zum Schutz vor Bots löst Ihr Browser bei diesem Formular eine kurze Rechenaufgabe, und dafür ' +
      'braucht er JavaScript. Um ohne JavaScript zu abonnieren, senden Sie eine leere E-Mail an ' +
      `${address}.`,
    first:
      'Noch ein Klick: Zum Schutz vor Bots löst Ihr Browser eine kurze Rechenaufgabe, wenn Sie auf ' +
      '„Abonnieren“ klicken. Unten sehen Sie eine Vorschau Ihres Digests.',
    failed: (address) =>
      'Ihr Browser hat die Rechenaufgabe nicht gelöst. Klicken Sie noch einmal auf „Abonnieren“, oder ' +
      `senden Sie eine leere E-Mail an ${address}.`,
  },
};

export const subscribeTexts = { en, de };
