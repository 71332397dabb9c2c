/** The words of the pages about people. */
export const SUBSCRIBERS_TEXTS = {
  title: 'People',
  find: 'Find a subscriber',
  findHint: 'The whole address, as they subscribed with it. It goes into no page’s address and no log.',
  address: 'E-mail address',
  look: 'Find',
  failed: 'The desk did not answer. Try again.',
  needsScript:
    'Without the role operator this search needs JavaScript, so that the address stays out of the page’s address.',
  notAnAddress: 'This is not an e-mail address.',
  nobody: 'Nobody subscribes with this address.',
  suppressedToo: (reason: string, since: string) =>
    `The address is suppressed all the same (${reason}, since ${since}): nothing would be mailed to it.`,
  notSuppressed: 'It is not suppressed either: they may subscribe at any time.',
  everybody: 'Everybody',
  csvHint:
    'Everybody who is not erased, with consent and preference, as a CSV file. That it was taken is written into the audit.',
  csv: 'Export as CSV',
  unknown: 'There is no such person',
  unknownText: 'Perhaps the address of this page was cut off. Find them by their e-mail address.',
  didTheyGetIt: 'Did they get it?',
  answer: {
    noEdition: 'There is no edition yet.',
    absent: (day: string, state: string) => `There is none for them in the editions of ${day}: ${state}.`,
    before: 'The last one before:',
    states: {
      active:
        'they are active, and their cadence wants none that day, or they came after it was planned (the hourly run plans who is missing)',
      pending: 'they have not confirmed yet',
      paused: 'they paused it',
      unsubscribed: 'they unsubscribed',
      suppressed: 'their address is suppressed',
      erased: 'they were erased',
    } as Record<string, string>,
    due: (edition: string, when: string) => `Not yet: ${edition} is due for them at ${when}.`,
    overdue: (edition: string, when: string, reason: string) =>
      `Not yet: ${edition} was due at ${when}, and is still to be sent.${reason}`,
    sending: (edition: string) => `At this very moment: ${edition} is being sent to them.`,
    failed: (edition: string, reason: string) => `No: ${edition} was refused for good.${reason}`,
    /** What helps whoever was refused, by their state; nothing does whoever left or paused. */
    afterFailure: {
      active: 'If the cause is mended, retry the failures of the edition.',
      suppressed:
        'If the cause is mended: lift the suppression, let them confirm by the letter that asks them, then retry the failures of the edition.',
      pending:
        'They have not confirmed yet: once they have, retry the failures of the edition; before that it would leave them out.',
    } as Record<string, string>,
    excluded: (edition: string, reason: string) => `No: of ${edition} they were left out (${reason}).`,
    uncertain: (edition: string, when: string) =>
      `Nobody knows: ${edition} was handed over at ${when} and no answer was recorded. Look for its Message-ID in the mail log, then settle it.`,
    taken: (edition: string, provider: string, when: string) => `${provider} took ${edition} at ${when}`,
    noReport: (taken: string) => `Very likely: ${taken}, and nothing else was reported since.`,
    arrivals: {
      delivered: (taken: string, at: string) => `Yes: ${taken}, and their mail server took it at ${at}.`,
      complained: (taken: string, at: string) => `Yes: ${taken}, and they reported it as spam at ${at}.`,
      delayed: (taken: string, at: string) =>
        `Not yet: ${taken}; since ${at} it is delayed, and tried again by the provider.`,
      'soft-bounced': (taken: string, at: string) =>
        `No: ${taken}, but their mail server gave it back at ${at} for a reason that may pass, such as a full mailbox.`,
      refused: (taken: string, at: string) => `No: ${taken}, but the mail itself was refused at ${at}.`,
      'hard-bounced': (taken: string, at: string) =>
        `No: ${taken}, but it came back at ${at}: there is no such mailbox, or it takes nothing.`,
    } as Record<string, (taken: string, at: string) => string>,
  },
  about: 'Who they are',
  state: 'State',
  states: {
    pending: 'pending: asked, not confirmed',
    active: 'active: gets digests',
    paused: 'paused',
    unsubscribed: 'unsubscribed: has left',
    suppressed: 'suppressed: must not be mailed',
    erased: 'erased: nothing personal is kept',
  } as Record<string, string>,
  pausedUntil: (day: string) => `until ${day}`,
  since: 'Known since',
  consent: 'Consent',
  consentWords: (when: string, how: string) => `given ${when}, by: ${how}`,
  noConsent: 'none is recorded',
  confirmed: 'Confirmed',
  preference: 'Wants',
  noPreference: 'nothing is kept',
  suppression: 'Suppressed',
  suppressedWords: (reason: string, source: string, since: string) =>
    `${reason}, as ${source} said, since ${since}`,
  listed: (what: string) => `${what}, as a table`,
  digests: 'Digests',
  noDigests: 'None was ever planned for them.',
  digestColumns: {
    edition: 'Edition',
    state: 'State',
    reason: 'Reason',
    sendAt: 'Send hour',
    attempts: 'Attempts',
    provider: 'Provider and its id',
    arrival: 'Reported since',
  },
  shownOf: (shown: number, all: number) => `The newest ${shown} of ${all}.`,
  letters: 'Letters',
  noLetters: 'None.',
  letterColumns: {
    kind: 'Letter',
    state: 'State',
    reason: 'Reason',
    asked: 'Asked',
    attempts: 'Attempts',
    provider: 'Provider and its id',
  },
  reports: 'Reports of providers and mail servers',
  noReports: 'None.',
  reportColumns: { at: 'When', kind: 'What', by: 'By', detail: 'In their words', outcome: 'What came of it' },
  acts: 'What you can do',
  lift: 'Lift the suppression',
  liftHint:
    'They are asked by mail whether they still want it, and get digests once they confirm. Never lift what a person did not ask for.',
  reason: 'Reason',
  complaintHint:
    'They reported our mail as spam. Only if they have asked for it since: write the address again.',
  confirm: 'The address again',
  asked: 'The suppression is lifted, and a letter asks them to confirm.',
  lifted: 'The suppression is lifted.',
  nothingToLift: 'It was not suppressed (any more); nothing was changed.',
  exportOne: 'Export what is kept about them',
  exportHint: 'A file of everything, to be handed to them.',
  erase: 'Erase them',
  eraseHint:
    'Address, preference, consent and history go for good; the books of past editions still balance. This cannot be undone.',
  eraseUnconfirmed: 'The address is not theirs, so nobody was erased.',
  erased: 'They are erased.',
  erasedBefore: 'They were erased before; nothing was left to do.',
} as const;
