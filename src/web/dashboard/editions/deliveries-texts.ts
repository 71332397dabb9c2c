/** Texts of the list of an edition's deliveries. */
export const DELIVERIES_TEXTS = {
  title: (edition: string) => `Deliveries of ${edition}`,
  unknown: 'Edition not found',
  unknownText: 'Its deliveries may have been deleted, or the address is incomplete.',
  all: 'all',
  states: 'Filter by state',
  table: 'Deliveries',
  reason: (reason: string) => `Only deliveries with the reason “${reason}”.`,
  none: 'No matching deliveries.',
  columns: {
    subscriber: 'Subscriber',
    state: 'State',
    reason: 'Reason',
    sendAt: 'Send time',
    attemptedAt: 'Last attempt',
    attempts: 'Attempts',
    report: 'Report',
  },
  next: 'Next page',
  first: 'First page',
} as const;
