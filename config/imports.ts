/** Limits and retention of subscriber imports. */
export const IMPORT = {
  /**
   * Longest row, including line breaks in its cells. A quote not closed within this many bytes is a stray
   * one. An Excel cell has at most 32,767 characters, a Google Sheets cell 50,000.
   */
  maxRowBytes: 1024 * 1024,
  /** Rows per call of the CSV parser. */
  rowsPerBatch: 500,
  /** Rows per transaction of the command. */
  rowsPerTransaction: 500,
  /**
   * The upload is read into memory. Split a larger file, or import it by the command, which reads a stream.
   */
  maxBytes: 10 * 1024 * 1024,
  maxLines: 100_000,
  /** Lines per transaction, and so the most that are repeated after a worker dies. */
  linesPerStep: 100,
  /** Refused rows that are stored or reported with their reason; further ones are only counted. */
  maxProblems: 10_000,
  /** Time without progress after which the job counts as lost. */
  lostMinutes: 5,
  /** Age at which an upload that was never started is deleted, with all personal data in it. */
  unstartedDays: 1,
  /** Retention of the result, and of the numbers and reasons of invalid lines. */
  retentionDays: 30,
} as const;
