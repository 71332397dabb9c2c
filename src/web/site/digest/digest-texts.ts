/** A digest as a page. */
const en = {
  gone: {
    heading: 'This digest is no longer available',
    paragraphs: [
      'We keep the papers of a digest for some weeks. What was trending on each day stays in the archive.',
    ],
    archive: 'Open the archive',
  },
};

const de: typeof en = {
  gone: {
    heading: 'Dieser Digest ist nicht mehr verfügbar',
    paragraphs: [
      'Wir bewahren die Papers eines Digests einige Wochen lang auf. Was an jedem Tag im Trend lag, bleibt ' +
        'im Archiv.',
    ],
    archive: 'Archiv öffnen',
  },
};

export const digestTexts = { en, de };
