/** Atom and JSON Feed. */
export const FEED = {
  /** The newest so many papers. Readers ask daily at least, and no day's list is longer by much. */
  entries: 50,
  /** A topic in which nothing came up for so long has an empty feed; it bounds what is searched. */
  windowDays: 120,
} as const;

/** The public archive of what was trending. What it shows is kept when the pool itself is deleted. */
export const ARCHIVE = {
  /** Papers of the top list. */
  top: 20,
  /** Papers of each topic. */
  perTopic: 3,
} as const;

/** Addresses in one part of the sitemap; the protocol allows 50,000 and 50 MB. */
export const SITEMAP_PART = 10_000;
