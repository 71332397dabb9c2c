/** Texts for a digest opened in the browser. */
const en = {
  gone: {
    heading: 'This digest is no longer available',
    paragraphs: ['We keep the papers of a digest for some weeks. Past days stay in the archive.'],
    archive: 'Open the archive',
  },
};

const de: typeof en = {
  gone: {
    heading: 'Dieser Digest ist nicht mehr verfügbar',
    paragraphs: [
      'Wir bewahren die Papers eines Digests einige Wochen lang auf. Vergangene Tage bleiben im Archiv.',
    ],
    archive: 'Archiv öffnen',
  },
};

export const digestTexts = { en, de };
