/** Texts that answer whether a subscriber received the newest digest. */
export const DELIVERY_ANSWER_TEXTS = {
  question: 'Did they get it?',
  noEdition: 'There is no edition yet.',
  absent: (day: string, reason: string) => `Not in any edition of ${day}: ${reason}.`,
  absenceReasons: {
    active:
      'no digest is due for their cadence, or they joined later (the hourly run adds missing deliveries)',
    pending: 'they haven’t confirmed yet',
    paused: 'they paused their subscription',
    unsubscribed: 'they unsubscribed',
    suppressed: 'their address is suppressed',
    erased: 'they were erased',
  } as Record<string, string>,
  previous: 'Previous digest:',
  due: (edition: string, when: string) => `Not yet: ${edition} is scheduled for ${when}.`,
  overdue: (edition: string, when: string, reason: string) =>
    `Not yet: ${edition} was due at ${when} and is still waiting.${reason}`,
  sending: (edition: string) => `Not yet: ${edition} is being sent right now.`,
  failed: (edition: string, reason: string) => `No: ${edition} failed permanently.${reason}`,
  /** Remedy after a failure by the subscriber's state; there is none for subscribers who left or paused. */
  afterFailure: {
    active: 'When the cause is fixed, retry the failed deliveries of the edition.',
    suppressed:
      'When the cause is fixed, unsuppress the address, wait for the confirmation, then retry the failed ' +
      'deliveries of the edition.',
    pending:
      'They haven’t confirmed yet. Retry the failed deliveries of the edition once they have; before ' +
      'that, a retry skips them.',
  } as Record<string, string>,
  skipped: (edition: string, reason: string) => `No: ${edition} was skipped (${reason}).`,
  uncertain: (edition: string, when: string) =>
    `Unknown: ${edition} was sent at ${when}, but no result was recorded. Look up its Message-ID in the ` +
    'provider’s log, then settle the delivery.',
  accepted: (edition: string, provider: string, when: string) => `${provider} accepted ${edition} at ${when}`,
  aProvider: 'the provider',
  noReport: (accepted: string) => `Very likely: ${accepted}, and no problem was reported since.`,
  reports: {
    delivered: (accepted: string, at: string) => `Yes: ${accepted}, and it was delivered at ${at}.`,
    complained: (accepted: string, at: string) => `Yes: ${accepted}, and it was reported as spam at ${at}.`,
    delayed: (accepted: string, at: string) =>
      `Not yet: ${accepted}. Delayed since ${at}; the provider keeps trying.`,
    'soft-bounced': (accepted: string, at: string) =>
      `No: ${accepted}, but it bounced at ${at} for a temporary reason, for example a full mailbox.`,
    refused: (accepted: string, at: string) => `No: ${accepted}, but the email was rejected at ${at}.`,
    'hard-bounced': (accepted: string, at: string) =>
      `No: ${accepted}, but it bounced at ${at}: the mailbox doesn’t exist or accepts no email.`,
  } as Record<string, (accepted: string, at: string) => string>,
} as const;
