/** Texts for an edition's totals: names of segments, delivery states and skip reasons. */
export const TOTALS_TEXTS = {
  parts: {
    accepted: 'accepted',
    planned: 'still planned',
    excluded: 'excluded',
    uncertain: 'uncertain',
    failed: 'failed',
  },
  bar: (audience: number, parts: string) => `Audience ${audience}: ${parts}`,
  sum: (sum: number, audience: number) => `together ${sum} of an audience of ${audience}:`,
  balanced: 'the books balance.',
  unbalanced: 'the books do NOT balance.',
  portions: {
    accepted: 'with the provider',
    excluded: 'left out',
    failed: 'failed',
    uncertain: 'uncertain',
    sending: 'being sent',
    planned: 'planned',
    missing: 'missing',
  },
  exclusions: {
    'nothing-new': 'nothing new for them',
    unsubscribed: 'unsubscribed',
    paused: 'paused by the reader',
    suppressed: 'suppressed',
    erased: 'erased',
    'not-active': 'not active',
    'too-late': 'too late',
    cancelled: 'edition cancelled',
  } as Record<string, string>,
} as const;
