/** Texts of the re-runs page. */
export const RUNS_TEXTS = {
  title: 'Re-runs',
  about:
    'Run one step of a day again, or all of them. A dry run shows the effect first; nothing is changed ' +
    'before you confirm.',
  step: 'Step',
  steps: {
    ingest: 'Ingest: papers and signals of a day from one source',
    observe: 'Observe: attention for the lists up to that day',
    rank: 'Rank: a new pool revision for deliveries not composed yet',
    plan: 'Plan: missing deliveries',
    deliver: 'Deliver: failed and due deliveries',
    day: 'All steps',
  },
  day: 'Day (UTC)',
  source: 'Source (ingest only)',
  edition: 'Edition (deliver only; empty for all of the day)',
  dryRun: 'Start dry run',
  dryRunOf: (step: string, of: string) => `Dry run: ${step === 'day' ? 'all steps' : step} of ${of}`,
  confirm: 'Run again',
  askSources: 'Query the sources first',
  askSourcesHint: 'Takes a few seconds and one request per source. Nothing is stored.',
  started: (job: string) => `Re-run started as job ${job}.`,
  alreadyStarted: (job: string) => `This re-run was already started as job ${job}.`,
  latest: 'Latest re-runs',
  none: 'No re-runs yet.',
  columns: {
    step: 'Step',
    operator: 'Operator and time',
    state: 'Status',
    dryRun: 'Dry run',
    result: 'Result',
  },
  back: 'Change selection',
  invalid: { message: 'The selection is incomplete.', remedy: 'Choose a step and a day.' },
} as const;
