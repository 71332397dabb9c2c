/** Feeds themselves are English; the other languages are for links to them. */
const en = {
  own: 'Your picks',
  description: 'New research papers with the reason why they are worth a look, newest first.',
  ownDescription:
    'The papers that Paperboy picked for you, as in your digests. Please keep this address to yourself.',
};

const de: typeof en = {
  own: 'Für Sie ausgewählt',
  description: 'Neue Papers mit dem Grund, warum sie einen Blick wert sind, die neuesten zuerst.',
  ownDescription:
    'Die Papers, die Paperboy für Sie ausgewählt hat, wie in Ihren Mails. Bitte behalten Sie diese Adresse für sich.',
};

export const feedTexts = { en, de };
