/** The words of the page on which people decide about a paper. */
export const PAPER_TEXTS = {
  stands: (rank: number, of: number) => `Rank ${rank} of ${of} in the newest revision.`,
  absent: 'It is not in the newest revision of this pool: hidden, or no candidate.',
  follows:
    'Whatever is composed from now on follows; what is composed does not change. Daily and weekdays editions of one day share their pool.',
  pin: 'Pin',
  pinFor: 'For',
  everybody: 'everybody',
  pinDo: 'Put it first',
  unpin: 'Unpin',
  hide: 'Hide',
  hideHint: 'Nobody gets it from now on; who has it keeps it.',
  everywhere: 'in all editions',
  hideDo: 'Hide it',
  unhide: 'Show it again',
  summary: 'Summary',
  summaryHint: 'Shown in digests and marked there as edited.',
  original: 'The original:',
  summaryDo: 'Save the summary',
  unsummary: 'Show the original again',
  changed: (revision: number | null) =>
    revision === null
      ? 'It is decided; the first ranking will follow it.'
      : `It is decided: revision ${revision} follows it.`,
  same: 'It was so already.',
} as const;
