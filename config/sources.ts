/** What is asked of the sources, and how politely. Data only. */
export const SOURCES = {
  'hugging-face': {
    label: 'Hugging Face Daily Papers',
    /** Papers a page; the service allows 1–100. */
    pageSize: 100,
    /** Lists further back than this are not fetched again to fill gaps. */
    daysBack: 7,
    /** No lists on Saturday and Sunday. */
    quietWeekdays: [6, 7],
    /** A list that opened longer ago than this no longer gains much attention, so it is not observed. */
    observeDays: 4,
    timeoutMs: 15_000,
  },
  arxiv: {
    label: 'arXiv',
    /** The categories behind the 24 topics; arXiv's own names, aliases resolved. */
    categories: ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'cs.IR', 'cs.MA', 'cs.RO', 'cs.SD', 'cs.SE', 'stat.ML'],
    /** Entries a request; the service allows 2,000. Smaller pages survive its time-outs better. */
    pageSize: 500,
    /** Results beyond this are not served for one query. */
    maxResults: 30_000,
    daysBack: 5,
    /** Nothing is announced on Friday and Saturday evenings, US Eastern. */
    quietWeekdays: [6, 7],
    /** The terms of use: one request in three seconds over one connection, all machines together. */
    pauseMs: 3_000,
    timeoutMs: 30_000,
  },
} as const;

/**
 * How a source's days grow. A day counts as settled when it was fetched `settlesAfterDays` after its end;
 * until then it is fetched again, though not more often than every `refetchMinutes`.
 * `lagDays`: how far the newest paper's day is normally behind today.
 */
export const FETCHING: Record<string, Growth> = {
  'hugging-face': { settlesAfterDays: 1, refetchMinutes: 45, lagDays: 0 },
  // Papers of a Friday are announced on Monday: a day's list by submission grows for that long.
  arxiv: { settlesAfterDays: 4, refetchMinutes: 330, lagDays: 4 },
  sample: { settlesAfterDays: 0, refetchMinutes: 0, lagDays: 0 },
} satisfies BySource<Growth>;

interface Growth {
  settlesAfterDays: number;
  refetchMinutes: number;
  lagDays: number;
}

/** Something for every source that papers can come from, the bundled sample among them. */
export type BySource<T> = Record<SourceName | 'sample', T>;

export type SourceName = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as SourceName[];

/** Whether that is a source of today; a stored name may be of one that is gone. */
export const isSource = (name: string): name is SourceName => Object.hasOwn(SOURCES, name);
