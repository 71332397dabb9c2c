/** What a file of subscribers that is brought in by a page may be, and how long it is kept. */
export const IMPORT = {
  /** It is read from memory, as a form comes. A longer list is parted, or brought in by the command, which reads a stream. */
  maxBytes: 10 * 1024 * 1024,
  maxLines: 100_000,
  /** Lines carried out in one transaction: so many wait while a worker that dies loses them and does them again. */
  linesPerStep: 100,
  /** Bad lines that are kept with their reason; further ones are only counted. */
  maxProblems: 10_000,
  /** When nothing has moved for so long, its job was probably lost. */
  lostMinutes: 5,
  /** A file that nobody started is dropped after so long, with everything personal in it. */
  unstartedDays: 1,
  /** What came of it, and the numbers and reasons of its bad lines. */
  retentionDays: 30,
} as const;
