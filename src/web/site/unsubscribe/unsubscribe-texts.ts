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
};

export const unsubscribeTexts = { en, de };
