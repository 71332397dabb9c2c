/** Requests to the sources and their limits. Data only. */
export const SOURCES = {
  'hugging-face': {
    label: 'Hugging Face Daily Papers',
    /** Papers per page; the service allows 1–100. */
    pageSize: 100,
    /** Gaps further back are not filled. */
    daysBack: 7,
    /** Earlier lists are served, too; a back-fill fetches them once. */
    listsBack: 400,
    /** No lists on Saturday and Sunday. */
    quietWeekdays: [6, 7],
    /** Older lists gain little attention and are not observed. */
    observeDays: 4,
    timeoutMs: 15_000,
  },
  arxiv: {
    label: 'arXiv',
    /** Default of ARXIV_CATEGORIES: those behind the 24 topics; arXiv's own names, aliases resolved. */
    categories: ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'cs.IR', 'cs.MA', 'cs.RO', 'cs.SD', 'cs.SE', 'stat.ML'],
    /** Entries per request; the service allows 2,000. Smaller pages survive its timeouts better. */
    pageSize: 500,
    /** The service returns no more results for one query. */
    maxResults: 30_000,
    /** Ids per request for single papers, which keeps the address below 2 KB. */
    idsPerRequest: 100,
    /** Papers by which the total of a query may exceed what it serves: arXiv often counts one too many. */
    surplusTotal: 1,
    daysBack: 5,
    /** Nothing is announced on Friday and Saturday evenings, US Eastern. */
    quietWeekdays: [6, 7],
    /** Terms of use: one request in three seconds over one connection, for all machines together. */
    pauseMs: 3_000,
    timeoutMs: 30_000,
  },
} as const;

/**
 * Papers about to be sent are rechecked, at most `most` in one run. A withdrawal of the likeliest picks must
 * be known within hours; one request of a hundred ids an hour is far below arXiv's rate.
 */
export const RECHECK = {
  most: 200,
  /** Ids stored together, one request each. */
  chunk: 100,
  /** Number of likeliest picks, and the age of what is known about them. */
  top: 100,
  topAfterHours: 2,
  /** For all others. */
  afterHours: 24,
  /** Real time for one run. Sending never waits for it. */
  deadlineMs: 120_000,
} as const;

/**
 * Refetching per source, because the list of a day grows for a while. A day is settled when it was fetched
 * `settlesAfterDays` after its end; until then it is fetched again, at most every `refetchMinutes`. `lagDays`
 * is the normal distance between the newest paper's day and today.
 */
export const FETCHING: Record<string, RefetchPolicy> = {
  'hugging-face': { settlesAfterDays: 1, refetchMinutes: 45, lagDays: 0 },
  // Papers submitted on Friday are announced on Monday, and a day's list by submission grows for that long.
  arxiv: { settlesAfterDays: 4, refetchMinutes: 330, lagDays: 4 },
  sample: { settlesAfterDays: 0, refetchMinutes: 0, lagDays: 0 },
} satisfies BySource<RefetchPolicy>;

interface RefetchPolicy {
  settlesAfterDays: number;
  refetchMinutes: number;
  lagDays: number;
}

/** One value per source of papers, the bundled sample included. */
export type BySource<T> = Record<SourceName | 'sample', T>;

export type SourceName = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as SourceName[];

/** True for a current source; a stored name may be that of a removed one. */
export const isSource = (name: string): name is SourceName => Object.hasOwn(SOURCES, name);
