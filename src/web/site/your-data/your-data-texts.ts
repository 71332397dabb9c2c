import { TEXTS } from '../../../../templates/texts.ts';

/** Sent digests, the confirmation of a new address, and the page after erasure. */
const en = {
  sent: {
    heading: 'Sent digests',
    none: 'We have not sent you a digest yet.',
    noneBefore: 'We sent you no digests before this date.',
    titles: TEXTS.en.digest.alsoTrending,
    bibtex: 'Download all papers as BibTeX',
    earlier: 'Earlier digests',
    newest: 'Latest digests',
    back: 'Back to my preferences',
  },
  address: {
    ask: {
      heading: 'Use this address?',
      paragraphs: ['Press the button to get your digests at the address where you received this link.'],
      button: 'Use this address',
      after: 'Everything else stays the same.',
    },
    changed: {
      heading: 'Address changed',
      paragraphs: ['Your digests now arrive at this address. Everything else stays the same.'],
    },
    invalid: {
      heading: 'This link is not valid',
      paragraphs: [
        'It was used, canceled or cut off. Your preferences show whether a change is still waiting, and ' +
          'you can request a new link there.',
      ],
    },
    expired: {
      heading: 'This link has expired',
      paragraphs: ['It was valid for a few days. You can request a new one in your preferences.'],
    },
  },
  erased: {
    heading: 'Your data was erased',
    paragraphs: [
      'We deleted your data and will not email you again. Only anonymous totals remain and, if we ' +
        'had stopped emailing your address before, a hash of it that keeps us from emailing it. Thank you ' +
        'for reading.',
    ],
  },
};

const de: typeof en = {
  sent: {
    heading: 'Versendete Digests',
    none: 'Sie haben noch keinen Digest erhalten.',
    noneBefore: 'Vor diesem Datum haben Sie keine Digests erhalten.',
    titles: TEXTS.de.digest.alsoTrending,
    bibtex: 'Alle Papers als BibTeX herunterladen',
    earlier: 'Frühere Digests',
    newest: 'Neueste Digests',
    back: 'Zurück zu meinen Einstellungen',
  },
  address: {
    ask: {
      heading: 'Diese Adresse verwenden?',
      paragraphs: [
        'Klicken Sie auf die Schaltfläche, um Ihre Digests an die Adresse zu erhalten, an die dieser Link ' +
          'gesendet wurde.',
      ],
      button: 'Diese Adresse verwenden',
      after: 'Alles andere bleibt unverändert.',
    },
    changed: {
      heading: 'Adresse geändert',
      paragraphs: ['Ihre Digests gehen ab jetzt an diese Adresse. Alles andere bleibt unverändert.'],
    },
    invalid: {
      heading: 'Dieser Link ist ungültig',
      paragraphs: [
        'Er wurde schon verwendet, abgebrochen oder abgeschnitten. In Ihren Einstellungen sehen Sie, ob ' +
          'noch eine Änderung aussteht, und können dort einen neuen Link anfordern.',
      ],
    },
    expired: {
      heading: 'Dieser Link ist abgelaufen',
      paragraphs: ['Er galt einige Tage. In Ihren Einstellungen können Sie einen neuen anfordern.'],
    },
  },
  erased: {
    heading: 'Ihre Daten wurden gelöscht',
    paragraphs: [
      'Wir haben Ihre Daten gelöscht und senden Ihnen keine E-Mails mehr. Es bleiben nur anonyme Summen ' +
        'und, falls der Versand an Ihre Adresse gesperrt war, ein Hash davon, der weitere E-Mails ' +
        'verhindert. Danke fürs Lesen.',
    ],
  },
};

export const yourDataTexts = { en, de };
