/** The words of the desk's page about re-runs. */
export const RUNS_TEXTS = {
  title: 'Re-runs',
  about:
    'Runs one step of a day again, or all of them. You first see what it would do, measured now; nothing is done before you agree.',
  what: 'What',
  whats: {
    ingest: 'Ingest: papers and signals of a day from one source',
    observe: 'Observe: attention of the lists up to that day',
    rank: 'Rank: a new pool revision, for what is not composed yet',
    plan: 'Plan: deliveries for whoever is missing',
    deliver: 'Deliver: exactly the failures, and what is due',
    day: 'All of the day',
  },
  day: 'Day (UTC)',
  source: 'Source, for an ingest',
  edition: 'Edition, for deliver (all of the day when empty)',
  all: 'All',
  foresee: 'Show what it would do',
  would: (what: string, day: string) =>
    `What running ${what === 'day' ? 'all' : what} of ${day} again would do`,
  doIt: 'Run it again',
  ask: 'Ask the sources first',
  askHint: 'Asking takes some seconds and one request; it writes nothing.',
  started: (job: string) => `It is asked for, as job ${job}.`,
  already: (job: string) => `It was asked for already, as job ${job}.`,
  last: 'The last re-runs',
  table: 'Foreseen and done',
  none: 'Nothing was run again.',
  columns: { what: 'What', who: 'Who, when', state: 'State', foreseen: 'Foreseen', done: 'Done' },
  back: 'Choose something else',
  wrong: 'Choose what shall run again, and a day.',
} as const;
