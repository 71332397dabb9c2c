/** Atom and JSON Feed. */
export const FEED = {
  /** The newest so many papers. Readers ask daily at least, and no day's list is longer by much. */
  entries: 50,
  /** A topic in which nothing came up for so long has an empty feed; it bounds what is searched. */
  reachDays: 120,
} as const;
