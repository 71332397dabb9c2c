import { counted, formatNumber, pluralForm } from '../frame/format.ts';

const deliveries = (count: number) => counted(count, 'delivery', 'deliveries');

/** Texts of the list of editions and of an edition's page. */
export const EDITIONS_TEXTS = {
  title: 'Editions',
  none: 'No editions yet.',
  columns: { edition: 'Edition', state: 'Status', totals: 'Totals' },
  back: (edition: string) => `Back to ${edition}`,

  overview: 'Status',
  allDeliveries: 'View all deliveries',
  operations: 'Operations',
  failures: 'Failed deliveries',
  noFailures: 'No delivery failed.',
  failed: (count: number, reason: string) => `${deliveries(count)} failed: ${reason}`,
  waiting: 'Delayed deliveries',
  ineligible: (count: number, reasons: string) =>
    `${formatNumber(count)} of these can’t be retried, because their subscribers can’t be emailed ` +
    `(${reasons}).`,
  uncertain: 'Uncertain deliveries',
  uncertainColumns: { who: 'Subscriber', settle: 'Action', when: 'Sent', messageId: 'Message-ID' },
  more: (count: number) => `${formatNumber(count)} more are in the list of all deliveries.`,
} as const;

/** Next steps for an edition, shown on its page. */
export const ADVICE_TEXTS = {
  heading: 'Next steps',
  unbalanced:
    'The totals don’t add up: rows were lost or added by hand. The edition can’t finish until they do. ' +
    'Compare with a backup.',
  paused: (scheduled: number, lateAfterHours: number, expiresAfterHours: number) =>
    `Paused with ${deliveries(scheduled)} scheduled. Fix the cause, then resume. Deliveries more than ` +
    `${counted(lateAfterHours, 'hour')} late are skipped (${counted(expiresAfterHours, 'hour')} if a ` +
    'daily quota held them back).',
  cancel: (button: string) => `To stop this edition permanently, use “${button}”.`,
  uncertain: (count: number) =>
    `${deliveries(count)} ${pluralForm(count, 'is', 'are')} uncertain: no result was recorded. Look up ` +
    'the Message-IDs below in the provider’s log.',
  accepted: (button: string) => `If the provider accepted them, use “${button}”.`,
  notAccepted: (button: string) => `If it didn’t, or duplicates are acceptable, use “${button}”.`,
  single: 'To settle a single delivery, use the links next to its address.',
  failed: (count: number, ineligible: number, reasons: string) =>
    ineligible === 0
      ? `${deliveries(count)} failed.`
      : `${deliveries(count)} failed, ${formatNumber(ineligible)} of them for subscribers who can’t be ` +
        `emailed (${reasons}).`,
  retry: (button: string) => `When the cause is fixed, use “${button}”.`,
} as const;

/** Numbers that the confirmation pages name. */
export interface OperationCounts {
  planned: number;
  accepted: number;
  uncertain: number;
  retried: number;
  ineligible: number;
}

/** Operations on an edition: the button, and its effect for the confirmation page. */
export const OPERATION_TEXTS = {
  pause: {
    button: 'Pause',
    effect: ({ planned }: OperationCounts) =>
      `No further batch starts. ${deliveries(planned)} ${pluralForm(planned, 'stays', 'stay')} scheduled. ` +
      'A batch that is already being sent is completed.',
  },
  resume: {
    button: 'Resume',
    effect: ({ planned }: OperationCounts) =>
      `${deliveries(planned)} ${pluralForm(planned, 'continues', 'continue')} with the next send slot, ` +
      'within a minute. Deliveries that are too late are skipped.',
  },
  cancel: {
    button: 'Cancel edition',
    effect: ({ planned, accepted }: OperationCounts) =>
      `This can’t be undone. ${deliveries(planned)} still scheduled ${pluralForm(planned, 'is', 'are')} ` +
      `skipped; ${formatNumber(accepted)} already accepted ${pluralForm(accepted, 'is', 'are')} ` +
      'unaffected.',
  },
  retry: {
    button: 'Retry failed deliveries',
    effect: ({ retried, ineligible }: OperationCounts) => {
      const effect = `${deliveries(retried)} will be retried. No subscriber receives the digest twice.`;
      if (ineligible === 0) return effect;
      const reason = 'because their subscribers can’t be emailed';
      return `${effect} ${formatNumber(ineligible)} more can’t be retried, ${reason}.`;
    },
  },
  'mark-accepted': {
    button: 'Mark all uncertain as accepted',
    effect: ({ uncertain }: OperationCounts) =>
      `${deliveries(uncertain)} will be marked as accepted. Nothing is sent.`,
  },
  'send-again': {
    button: 'Send all uncertain again',
    effect: ({ uncertain }: OperationCounts) =>
      `${deliveries(uncertain)} will be sent again. Subscribers who already received the digest get it ` +
      'twice, with the same Message-ID.',
  },
} as const;

/** Texts of the confirmation page of an operation, and its results. */
export const CONFIRMATION_TEXTS = {
  heading: (button: string, edition: string) => `${button}: ${edition}`,
  /** Buttons that settle a single delivery. */
  single: { 'mark-accepted': 'Mark as accepted', 'send-again': 'Send again' },
  subscriber: (address: string) => `Only the delivery to ${address}.`,
  done: {
    pause: (changed: boolean) => (changed ? 'Edition paused.' : 'The edition was already paused.'),
    resume: (changed: boolean) => (changed ? 'Edition resumed.' : 'The edition was already open.'),
    cancel: (changed: boolean) => (changed ? 'Edition canceled.' : 'The edition was already canceled.'),
    retry: (count: number) => `${deliveries(count)} will be retried.`,
    markAccepted: (count: number) => `${deliveries(count)} marked as accepted.`,
    sendAgain: (count: number) => `${deliveries(count)} will be sent again.`,
    nothing: 'Nothing to do: this was already done.',
  },
} as const;
