/** Pages behind a confirmation link. */
const en = {
  ask: {
    heading: 'Confirm your subscription',
    paragraphs: ['Press the button to get Paperboy at the address where you received this link.'],
    button: 'Confirm subscription',
    after: 'You can change everything later: every email has links to your preferences and to unsubscribe.',
  },
  confirmed: {
    heading: 'Subscription confirmed',
    paragraphs: [
      'A welcome email is on its way. It says when your first digest arrives. The more precisely you ' +
        'choose what to follow, the better your picks.',
    ],
    choose: 'Set my preferences',
  },
  already: {
    heading: 'Already confirmed',
    paragraphs: [
      'This link was used before, and there is nothing left to do. Every email has a link to your ' +
        'preferences.',
    ],
  },
  expired: {
    heading: 'This link has expired',
    paragraphs: ['Confirmation links are valid for a few days. Subscribe again to get a new one.'],
  },
  invalid: {
    heading: 'This link is not valid',
    paragraphs: [
      'It may have been cut off. Open it from the email again, or copy the whole link. If you have ' +
        'unsubscribed since, subscribe again.',
    ],
  },
};

const de: typeof en = {
  ask: {
    heading: 'Abonnement bestätigen',
    paragraphs: [
      'Klicken Sie auf die Schaltfläche, um Paperboy an die Adresse zu erhalten, an die dieser Link ' +
        'gesendet wurde.',
    ],
    button: 'Abonnement bestätigen',
    after:
      'Sie können später alles ändern: Jede E-Mail enthält Links zu Ihren Einstellungen und zum Abbestellen.',
  },
  confirmed: {
    heading: 'Abonnement bestätigt',
    paragraphs: [
      'Eine Willkommens-E-Mail ist unterwegs. Darin steht, wann Ihr erster Digest ankommt. Je genauer Sie ' +
        'Ihre Interessen angeben, desto besser passt Ihre Auswahl.',
    ],
    choose: 'Einstellungen vornehmen',
  },
  already: {
    heading: 'Bereits bestätigt',
    paragraphs: [
      'Dieser Link wurde schon verwendet, und es ist nichts weiter zu tun. Jede E-Mail enthält einen Link ' +
        'zu Ihren Einstellungen.',
    ],
  },
  expired: {
    heading: 'Dieser Link ist abgelaufen',
    paragraphs: ['Bestätigungslinks gelten einige Tage. Abonnieren Sie erneut, um einen neuen zu erhalten.'],
  },
  invalid: {
    heading: 'Dieser Link ist ungültig',
    paragraphs: [
      'Vielleicht wurde er abgeschnitten. Öffnen Sie ihn noch einmal aus der E-Mail oder kopieren Sie ihn ' +
        'vollständig. Wenn Sie inzwischen abbestellt haben, abonnieren Sie erneut.',
    ],
  },
};

export const confirmTexts = { en, de };
