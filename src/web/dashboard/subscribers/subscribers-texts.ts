import { formatNumber } from '../frame/format.ts';

/** Texts of the subscribers page and of a subscriber's page. */
export const SUBSCRIBERS_TEXTS = {
  title: 'Subscribers',
  find: 'Find a subscriber',
  findHint: 'Enter the full email address. It appears in no URL and no log.',
  address: 'Email address',
  findButton: 'Find',
  lookupFailed: 'The lookup failed. Try again.',
  needsScript: 'For viewers, this search needs JavaScript: it keeps the address out of the URL.',
  invalidAddress: 'Enter a valid email address.',
  notFound: 'No subscriber has this address.',
  isSuppressed: (reason: string, since: string) =>
    `The address is suppressed (${reason}, since ${since}): no email is sent to it.`,
  notSuppressed: 'It isn’t suppressed either: it can subscribe at any time.',
  export: 'Export',
  exportHint:
    'All subscribers except erased ones, with consent and preferences, as a CSV file. The export is ' +
    'recorded in the audit log.',
  exportButton: 'Export CSV',
  unknown: 'Subscriber not found',
  unknownText: 'The address of this page may be incomplete.',
  about: 'Details',
  state: 'State',
  states: {
    pending: 'pending: not confirmed yet',
    active: 'active: receives digests',
    paused: 'paused',
    unsubscribed: 'unsubscribed',
    suppressed: 'suppressed: no email is sent',
    erased: 'erased: no personal data stored',
  } as Record<string, string>,
  pausedUntil: (day: string) => `until ${day}`,
  since: 'Created',
  consent: 'Consent',
  consentGiven: (when: string, source: string) => `${when}, source: ${source}`,
  noConsent: 'not recorded',
  confirmed: 'Confirmed',
  preference: 'Preferences',
  noPreference: 'not recorded',
  suppression: 'Suppressed',
  suppressedSince: (reason: string, source: string, since: string) =>
    `${reason}, reported by ${source}, since ${since}`,
  tableOf: (title: string) => `${title}, as a table`,
  digests: 'Digests',
  noDigests: 'No digest has been scheduled.',
  digestColumns: {
    edition: 'Edition',
    state: 'State',
    reason: 'Reason',
    sendAt: 'Send time',
    attempts: 'Attempts',
    provider: 'Provider and ID',
    report: 'Report',
  },
  newestOf: (shown: number, total: number) => `The newest ${formatNumber(shown)} of ${formatNumber(total)}.`,
  transactional: 'Transactional emails',
  noTransactional: 'None.',
  /** Names of stored kinds, where they differ. */
  transactionalKinds: {
    confirm: 'confirmation',
    lifted: 'confirmation after unsuppressing',
    'your-link': 'link to preferences',
    'new-address': 'confirmation of new address',
    'address-notice': 'notice of address change',
  } as Record<string, string>,
  transactionalColumns: {
    kind: 'Email',
    state: 'State',
    reason: 'Reason',
    requestedAt: 'Requested',
    attempts: 'Attempts',
    provider: 'Provider and ID',
  },
  reports: 'Reports from providers and mail servers',
  noReports: 'None.',
  reportColumns: {
    at: 'Time',
    kind: 'Report',
    by: 'Provider',
    detail: 'Detail',
    outcome: 'Effect',
  },
} as const;

/** Texts of the operations on a subscriber. */
export const SUBSCRIBER_OPERATION_TEXTS = {
  heading: 'Operations',
  unsuppress: {
    heading: 'Unsuppress',
    hint:
      'Sends an email that asks for confirmation; digests start once it is confirmed. Unsuppress an ' +
      'address only on its owner’s request.',
    reason: 'Reason',
    complaintHint:
      'This address reported an email as spam. Continue only if its owner has asked for it since, and ' +
      'repeat the address.',
    button: 'Unsuppress',
    confirmationSent: 'Address unsuppressed. A confirmation email is on its way.',
    done: 'Address unsuppressed.',
    nothing: 'Nothing changed: the address is not suppressed.',
  },
  confirm: 'Repeat the email address',
  export: {
    heading: 'Export personal data',
    hint: 'A file with all data stored about this subscriber, to hand over on request.',
    button: 'Export data',
  },
  erase: {
    heading: 'Erase subscriber',
    hint:
      'Deletes address, preferences, consent and history. Totals of past editions are unaffected. This ' +
      'can’t be undone.',
    button: 'Erase subscriber',
    mismatch: 'That isn’t this subscriber’s address. Nothing was erased.',
    done: 'Subscriber erased.',
    doneBefore: 'Nothing to do: the subscriber was already erased.',
  },
} as const;
