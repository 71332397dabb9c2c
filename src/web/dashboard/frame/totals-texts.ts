import { counted, formatNumber, pluralForm } from './format.ts';

/** Texts for an edition's totals: its segments, skip reasons, and the line that checks the sum. */
export const TOTALS_TEXTS = {
  segments: {
    accepted: 'accepted',
    excluded: 'skipped',
    failed: 'failed',
    uncertain: 'uncertain',
    sending: 'sending',
    planned: 'scheduled',
    missing: 'missing',
  },
  skipReasons: {
    'nothing-new': 'nothing new',
    unsubscribed: 'unsubscribed',
    paused: 'paused by the subscriber',
    suppressed: 'suppressed',
    erased: 'erased',
    'not-active': 'not active',
    'too-late': 'too late',
    cancelled: 'edition canceled',
  } as Record<string, string>,
  recipients: (count: number) => counted(count, 'recipient'),
  bar: (audience: number, parts: string) => `${counted(audience, 'recipient')}: ${parts}`,
  accountedFor: (audience: number) =>
    audience === 0
      ? 'no recipients'
      : `${pluralForm(audience, '', 'all ')}${counted(audience, 'recipient')} accounted for`,
  mismatch: (sum: number, audience: number) =>
    `totals do NOT add up: ${formatNumber(sum)} of ${counted(audience, 'recipient')} accounted for`,
} as const;
