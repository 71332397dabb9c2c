import { counted, formatNumber } from '../frame/format.ts';

/** Texts of the digest preview. */
export const DIGEST_PREVIEW_TEXTS = {
  heading: 'Preview as subscriber',
  title: (edition: string) => `Preview of ${edition}`,
  topics: 'Followed topics (Ctrl or Cmd for several; none: everything)',
  muted: 'Muted topics',
  words: {
    query: 'Keywords (separate with ;)',
    author: 'Authors',
    organisation: 'Organizations',
  },
  language: 'Language',
  size: 'Papers',
  button: 'Preview',
  subscriber: 'Or an existing subscriber (email address or ID)',
  views: { light: 'Light', dark: 'Dark', phone: 'Phone, 360 px', text: 'Text', headers: 'Headers' },
  frameTitle: 'HTML part',
  nothing: 'This subscriber would get no digest.',
  composed: 'This is the composed delivery. It doesn’t change anymore.',
  current: (revision: number) => `Composed now from revision ${revision}. Links are disabled.`,
  bytes: (bytes: number, limit: number) =>
    `${counted(bytes, 'byte')} of HTML, ${bytes <= limit ? 'below' : 'ABOVE'} Gmail’s clipping limit of ` +
    `${formatNumber(limit)}.`,
  testTo: 'Send a test to',
  testButton: 'Send test',
  tested: (provider: string, outcome: string, reason: string | null) =>
    `Test sent through ${provider}: ${outcome}${reason === null ? '.' : ` (${reason}).`}`,
} as const;
