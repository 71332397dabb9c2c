import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';
import { unbroken } from '../papers/papers-texts.ts';

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
    kept:
      'We keep your interests and schedule in case you subscribe again. To erase them, ' +
      `use the link ${english.quoted(TEXTS.en.digest.preferences)} in any of our emails.`,
  },
  undone: {
    heading: 'You are subscribed again',
    /** By the state that was restored. */
    states: {
      active: 'Everything is as it was: your interests, your schedule and your next digest.',
      paused: 'Everything is as it was. Your digest is still paused.',
      pending:
        'Everything is as it was. To get your digest, confirm your address with the link in our email.',
    },
  },
  undoOver: {
    heading: 'This can no longer be undone',
    paragraphs: [
      'Undo works for one hour after you unsubscribe. To get your interests and schedule back, subscribe ' +
        'again with the same address.',
    ],
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
      next: (day: string, at: string) => `The next one arrives on ${unbroken(english.fullDate(day))} ${at}.`,
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
    kept:
      'Ihre Interessen und Ihren Zeitplan behalten wir für den Fall, dass Sie erneut abonnieren. ' +
      `Löschen können Sie sie über den Link ${german.quoted(TEXTS.de.digest.preferences)} in ` +
      'jeder unserer E-Mails.',
  },
  undone: {
    heading: 'Ihr Abonnement läuft weiter',
    states: {
      active: 'Alles ist wie zuvor: Ihre Interessen, Ihr Zeitplan und Ihr nächster Digest.',
      paused: 'Alles ist wie zuvor. Ihr Digest ist weiterhin pausiert.',
      pending:
        'Alles ist wie zuvor. Um Ihren Digest zu erhalten, bestätigen Sie Ihre Adresse über den Link in ' +
        'unserer E-Mail.',
    },
  },
  undoOver: {
    heading: 'Das lässt sich nicht mehr rückgängig machen',
    paragraphs: [
      'Rückgängig machen können Sie das Abbestellen eine Stunde lang. Wenn Sie mit derselben Adresse erneut ' +
        'abonnieren, gelten Ihre Interessen und Ihr Zeitplan wieder.',
    ],
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
      next: (day, at) => `Der nächste kommt am ${unbroken(german.fullDate(day))} ${at}.`,
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
