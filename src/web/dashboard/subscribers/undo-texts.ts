import { counted } from '../frame/format.ts';

/** Texts of the page that undoes suppressions by source and period. */
export const UNDO_TEXTS = {
  title: 'Undo suppressions',
  link: 'Undo suppressions by source',
  linkHint:
    'If a misconfigured mail server suppressed many subscribers, undo it for all of them, without an email.',
  intro:
    'For suppressions that a mail server caused by mistake. Subscribers return to their previous state, ' +
    'without an email: their consent was never in doubt. Complaints and suppressions by operators stay.',
  source: 'Source',
  sourceHint: 'As shown on a subscriber’s page, or its first words. “smtp 550” includes “smtp 550 5.1.90”.',
  from: 'From (UTC)',
  to: 'To (UTC)',
  previewButton: 'Preview',
  preview: 'Preview',
  found: (count: number) => `${counted(count, 'suppression')} would be removed. No email is sent.`,
  none: 'No suppression matches.',
  kept: (count: number) => `${counted(count, 'suppression')} by complaints or operators would stay.`,
  samples: (addresses: readonly string[]) => `For example: ${addresses.join(', ')}`,
  bySource: 'By source',
  byState: 'By state afterward',
  columns: { source: 'Source', state: 'State afterward', count: 'Suppressions' },
  states: {
    active: 'active again',
    paused: 'paused again',
    pending: 'pending again: can sign up again for a new confirmation link',
    unsubscribed: 'unsubscribed, as before',
    none: 'no subscriber',
  } as Record<string, string>,
  reason: 'Reason',
  reasonHint: 'For the audit log, for example “wrong SMTP password”.',
  button: (count: number) => `Undo ${counted(count, 'suppression')}`,
  viewer: 'Only operators can undo suppressions.',
  recent: 'Suppressions of the last 7 days',
  recentNone: 'None besides complaints and suppressions by operators.',
  sources: 'Sources in this period',
  done: (count: number) =>
    `${counted(count, 'suppression')} removed. No email was sent. Failed deliveries can be retried on the ` +
    'page of their edition; deliveries skipped as suppressed stay skipped.',
  nothing: 'Nothing changed: no suppression matches.',
  more: (count: number) =>
    `${counted(count, 'suppression')} undone so far. Press the button again for the rest.`,
  back: 'Back to subscribers',
} as const;
