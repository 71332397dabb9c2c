/** Atom and JSON Feed. */
export const FEED = {
  /** Number of newest papers. Feed readers poll at least daily, and no day's list is much longer. */
  entries: 50,
  /**
   * Age limit of entries, which bounds the search; a topic without a paper in this time has an empty feed.
   */
  windowDays: 120,
} as const;

/** Public archive of trending papers. Its papers outlive the deletion of their pool. */
export const ARCHIVE = {
  /** Papers in the overall list. */
  top: 20,
  /** Papers per topic. */
  perTopic: 3,
} as const;

/** URLs per part of the sitemap; the protocol allows 50,000 and 50 MB. */
export const SITEMAP_PART = 10_000;
