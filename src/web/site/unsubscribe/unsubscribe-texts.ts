import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';

const { en: english, de: german } = FORMATS;

/** Unsubscribing, and its alternatives: fewer emails, or a pause. */
const en = {
  ask: {
    heading: 'Unsubscribe?',
    paragraphs: ['Press the button to stop all emails to the address where you received this link.'],
    button: 'Unsubscribe',
  },
  done: {
    heading: 'You have been unsubscribed',
    paragraphs: ['We will not send any more emails to this address. Thank you for reading.'],
    changedMind: 'Changed your mind?',
  },
  unknown: {
    heading: 'No subscription found',
    paragraphs: [
      'No subscription belongs to this link, so nothing was changed. The link may have been cut off, or ' +
        'the subscription has already ended. If you still get emails, use the link in the latest one.',
    ],
  },
  weekly: {
    heading: 'Get fewer emails?',
    paragraphs: ['Get one digest a week, with your picks from all papers of that week.'],
    button: 'Switch to weekly',
    done: {
      heading: 'Switched to weekly',
      paragraphs: [
        'From now on, you get one digest a week. To choose the day, use the link ' +
          `${english.quoted(TEXTS.en.digest.preferences)} in it.`,
      ],
      /** Takes the day, and the time with its zone. */
      next: (day: string, at: string) => `The next one arrives on ${english.fullDate(day)} ${at}.`,
    },
  },
  pause: {
    heading: 'Pause your digest?',
    link: 'Pause',
    done: {
      heading: 'Digest paused',
      resumes: 'It resumes automatically on that day.',
    },
  },
  alternatives: 'Other options',
};

const de: typeof en = {
  ask: {
    heading: 'Abbestellen?',
    paragraphs: [
      'Klicken Sie auf die Schaltfläche, damit die Adresse, an die dieser Link gesendet wurde, keine ' +
        'E-Mails mehr erhält.',
    ],
    button: 'Abbestellen',
  },
  done: {
    heading: 'Sie haben abbestellt',
    paragraphs: ['Wir senden keine weiteren E-Mails an diese Adresse. Danke fürs Lesen.'],
    changedMind: 'Doch anders überlegt?',
  },
  unknown: {
    heading: 'Kein Abonnement gefunden',
    paragraphs: [
      'Zu diesem Link gehört kein Abonnement, deshalb wurde nichts geändert. Vielleicht wurde der Link ' +
        'abgeschnitten, oder das Abonnement ist schon beendet. Wenn Sie weiterhin E-Mails erhalten, ' +
        'verwenden Sie den Link in der neuesten.',
    ],
  },
  weekly: {
    heading: 'Weniger E-Mails?',
    paragraphs: ['Erhalten Sie einen Digest pro Woche, mit Ihrer Auswahl aus allen Papers der Woche.'],
    button: 'Auf wöchentlich umstellen',
    done: {
      heading: 'Auf wöchentlich umgestellt',
      paragraphs: [
        'Ab jetzt erhalten Sie einen Digest pro Woche. Den Tag wählen Sie über den Link ' +
          `${german.quoted(TEXTS.de.digest.preferences)} darin.`,
      ],
      next: (day, at) => `Der nächste kommt am ${german.fullDate(day)} ${at}.`,
    },
  },
  pause: {
    heading: 'Digest pausieren?',
    link: 'Pausieren',
    done: {
      heading: 'Digest pausiert',
      resumes: 'Er wird an diesem Tag automatisch fortgesetzt.',
    },
  },
  alternatives: 'Weitere Möglichkeiten',
};

export const unsubscribeTexts = { en, de };
