/** The words of the desk's first page. */
export const TODAY_TEXTS = {
  title: 'Today',
  alerts: 'What is wrong',
  noAlerts: 'Nothing is wrong that Paperboy knows of.',
  alert: { what: 'What', about: 'About', since: 'Since', times: 'Noticed', remedy: 'What to do' },
  books: 'Books of the newest editions',
  noBooks: 'There is no edition yet. The first daily run, at 03:30 UTC, plans one.',
  columns: {
    edition: 'Edition',
    state: 'State',
    audience: 'Audience',
    accepted: 'Accepted',
    excluded: 'Excluded',
    failed: 'Failed',
    uncertain: 'Uncertain',
    planned: 'Planned',
    balance: 'Books',
  },
  balanced: '✓ balance',
  unbalanced: '✗ do not balance',
} as const;
