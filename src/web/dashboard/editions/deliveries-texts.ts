/** The words of the list of an edition's deliveries. */
export const DELIVERIES_TEXTS = {
  title: (edition: string) => `Deliveries of ${edition}`,
  unknown: 'There is no such edition',
  unknownText: 'Its deliveries may have been deleted, or the address is cut off.',
  all: 'all',
  states: 'Which',
  reason: (reason: string) => `Only those for the reason “${reason}”.`,
  none: 'There are none of these.',
  columns: {
    who: 'Who',
    state: 'State',
    reason: 'Reason',
    sendAt: 'Send hour',
    tried: 'Tried',
    attempts: 'Attempts',
    arrival: 'Reported since',
  },
  more: 'The next ones',
  first: 'The first ones',
} as const;
