/** When things happen. All patterns are cron in UTC; the producer alone reads them. */
export const SCHEDULE = {
  /** After arXiv's announcement (00:00–01:00 UTC) and the opening of the Hugging Face list (00:00 UTC). */
  dailyRun: '30 3 * * *',
  /** Attention is read again every hour; ranking follows while deliveries are still to be composed. */
  hourly: '5 * * * *',
  /** Deliveries whose local send hour has come, or whose provider asked for a moment's patience. */
  sendSlot: '* * * * *',
  housekeeping: '40 2 * * *',
} as const;

export const EDITION = {
  /**
   * An edition of day D takes the send hours from this hour of D, UTC, to the same hour of D + 1: by then the
   * day's papers are in. Whoever reads at 07:00 in Tokyo gets the edition of the day before, 22:00 UTC.
   */
  opensAtHour: 4,
  /** The daily run starts so long before the opening (SCHEDULE.dailyRun says the same in cron's words). */
  leadMinutes: 30,
  /** A delivery later than this after its send hour is no morning mail any more: excluded as `too-late`. */
  lateAfterHours: 12,
  /** What a provider's daily quota or the warm-up has held back may come later, but not later than this: the next one is there. */
  expiresAfterHours: 24,
  /** Candidates of a daily edition: lists and announcements of this many days, the edition's own included. */
  dayWindow: 3,
  weekWindow: 7,
  /** How long the history behind "expected attention" reaches back. */
  baselineDays: 60,
  /** Titles under "also trending". */
  alsoTrending: 8,
} as const;

export const RERUN = {
  /** Days further back have pools that are deleted, or soon will be. */
  daysBack: 30,
  /** A re-run that has not ended after so long was lost, and may be asked for once more. */
  lostAfterMinutes: 60,
} as const;

export const RETENTION_PERIODS = {
  /** Skipped entries are kept this long for the operator to look at. */
  rejectionsDays: 30,
  /** Pool revisions that no delivery was composed from. */
  unusedPoolsDays: 3,
  /** Pools that deliveries came from: a mail can be rebuilt for so long. What the archive shows is kept for ever. */
  usedPoolsDays: 45,
  /** A confirmation link's life; a subscriber who never confirms is erased after it. */
  confirmDays: 7,
  /** What providers and mail servers reported, word for word; what it meant is kept with the delivery. */
  rawReportsDays: 30,
  /** What each job did and how long it took. */
  runsDays: 30,
  /** The bare rows of those reports; nobody repeats one after so long. */
  reportsDays: 180,
} as const;
