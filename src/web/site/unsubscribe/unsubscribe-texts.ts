import { FORMATS } from '../frame/formats.ts';

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
  nobody: {
    heading: 'No subscription goes with this link',
    paragraphs: [
      'So nothing was changed: the link may have been cut off, or the subscription has ended already. If mail from us still comes, use the link in the newest one, or have us mail you yours.',
    ],
  },
  fewer: {
    heading: 'Fewer mails?',
    paragraphs: ['One mail a week instead: the papers of the week, picked for you as before.'],
    button: 'Once a week is enough',
    done: {
      heading: 'Done: once a week',
      paragraphs: [
        'From now on one mail a week comes. The link “Change” in it leads to where you choose the day.',
      ],
      next: (day: string, at: string) => `The next one comes on ${FORMATS.en.fullDate(day)} ${at}.`,
    },
  },
  pausePage: {
    heading: 'Pause?',
    link: 'Pause',
    done: {
      heading: 'Done: a pause',
      onwards: 'Then it goes on by itself.',
    },
  },
  instead: {
    or: 'Or rather:',
    again: 'To come back at any time, just',
    subscribe: 'subscribe again',
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
  nobody: {
    heading: 'Zu diesem Link gehört kein Abonnement',
    paragraphs: [
      'Darum hat sich nichts geändert: Vielleicht ist der Link abgeschnitten, oder das Abonnement ist schon beendet. Wenn noch Mail von uns kommt, hilft der Link in der neuesten, oder wir schicken Ihnen Ihren.',
    ],
  },
  fewer: {
    heading: 'Weniger Mails?',
    paragraphs: ['Stattdessen eine Mail in der Woche: die Papers der Woche, für Sie ausgesucht wie bisher.'],
    button: 'Einmal in der Woche reicht',
    done: {
      heading: 'Erledigt: einmal in der Woche',
      paragraphs: [
        'Von jetzt an kommt eine Mail in der Woche. Der Link „Ändern“ darin führt dorthin, wo Sie den Tag aussuchen.',
      ],
      next: (day, at) => `Die nächste kommt am ${FORMATS.de.fullDate(day)} ${at}.`,
    },
  },
  pausePage: {
    heading: 'Pause machen?',
    link: 'Pause machen',
    done: {
      heading: 'Erledigt: eine Pause',
      onwards: 'Danach geht es von selbst weiter.',
    },
  },
  instead: {
    or: 'Oder lieber:',
    again: 'Um jederzeit zurückzukommen, einfach',
    subscribe: 'wieder abonnieren',
  },
};

export const unsubscribeTexts = { en, de };
