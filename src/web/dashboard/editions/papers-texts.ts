import { counted, formatNumber } from '../frame/format.ts';

/** Texts of the papers of an edition: its pool, its revisions and their difference. */
export const PAPERS_TEXTS = {
  heading: 'Papers',
  table: 'Top papers of the newest revision',
  noPool: 'Nothing has been ranked for this edition yet.',
  revisions: 'Revisions',
  revisionColumns: {
    revision: 'Revision',
    created: 'Created',
    papers: 'Papers',
    composed: 'Composed deliveries',
  },
  compare: { from: 'From revision', to: 'to revision', button: 'Compare' },
  differenceHeading: (from: number, to: number) => `Changes from revision ${from} to ${to}`,
  noDifference: 'No changes.',
  difference: (added: number, removed: number, moved: number, decided: number) =>
    `${formatNumber(added)} added, ${formatNumber(removed)} removed, ${formatNumber(moved)} moved, ` +
    `${counted(decided, 'decision')}.`,
  differenceColumns: { change: 'Change', before: 'Before', after: 'After', paper: 'Paper' },
  changes: { added: '+ added', removed: '− removed', moved: '↕ moved', decided: '✎ decision' },
  coldModel: 'Papers without votes are ordered by the',
  coldModelLink: 'cold model',
  search: 'Search papers',
  searchButton: 'Search',
  columns: { rank: 'Rank', paper: 'Paper', attention: 'Attention' },
  scores: 'Score terms and topic ranks',
  topicRank: (topic: string, rank: number, of: number) =>
    `${topic}: ${formatNumber(rank)} of ${formatNumber(of)}`,
  pinned: (topic: string) => `Pinned for ${topic}`,
  allSubscribers: 'all subscribers',
  edited: 'Summary edited',
  generated: 'Summary generated',
  decisions: 'Editorial decisions',
  decisionKinds: { pin: 'Pinned', hide: 'Hidden', summary: 'Summary edited' },
  inAllEditions: ', in all editions',
} as const;

/** Texts of the page with the editorial decisions for one paper. */
export const PAPER_TEXTS = {
  rank: (rank: number, of: number) =>
    `Rank ${formatNumber(rank)} of ${formatNumber(of)} in the newest revision.`,
  absent: 'Not in the newest revision of this pool: hidden, or not a candidate.',
  scope:
    'Decisions apply to deliveries composed from now on. Daily and weekdays editions of the same day ' +
    'share a pool.',
  everywhere: 'In all editions',
  pin: {
    heading: 'Pin',
    audience: 'For',
    allSubscribers: 'all subscribers',
    button: 'Pin paper',
    undo: 'Unpin',
  },
  hide: {
    heading: 'Hide',
    hint: 'No further digest includes the paper. Digests already composed keep it.',
    button: 'Hide paper',
    undo: 'Unhide',
  },
  summary: {
    heading: 'Summary',
    hint: 'Shown in digests, marked as edited.',
    generated: 'A language model wrote this summary. Saving another one replaces it.',
    original: 'Original summary:',
    button: 'Save summary',
    undo: 'Restore original summary',
  },
  explanation: {
    heading: 'Why this rank',
    inTopic: (topic: string, rank: number, of: number) =>
      `Rank ${formatNumber(rank)} of ${formatNumber(of)} in ${topic}.`,
    ranking: 'Terms of the ranking',
    term: 'Term',
    value: 'Value',
    attention: 'attention',
    cold: 'Expected before votes',
    byModel: 'Terms of the cold model that this revision was ranked with:',
    inAll: 'in all',
    withoutModel: 'Ranked without a cold model.',
    modelDeleted: (version: string) => `The cold model ${version} no longer exists.`,
  },
  changed: (revision: number | null) =>
    revision === null
      ? 'Saved. It applies from the first ranking on.'
      : `Saved. It applies from revision ${revision} on.`,
  unchanged: 'Nothing changed: the decision was already saved.',
} as const;
