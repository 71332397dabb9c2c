/** Cron patterns in UTC, read by the producer. */
export const SCHEDULE = {
  /** After arXiv's announcement (00:00–01:00 UTC) and the opening of the Hugging Face list (00:00 UTC). */
  dailyRun: '30 3 * * *',
  /** Reads attention again; ranks while deliveries are still to be composed. */
  hourly: '5 * * * *',
  /** Sends the due deliveries: local send hour reached, or deferred until now. */
  sendSlot: '* * * * *',
  housekeeping: '40 2 * * *',
  /** After the day's ranking; the job fits only when enough lists are new. */
  refit: '20 5 * * *',
} as const;

export const EDITION = {
  /**
   * The edition of day D covers send hours from this UTC hour of D to the same hour of D + 1: by then the
   * day's papers are in. A send hour of 07:00 in Tokyo is 22:00 UTC and belongs to the edition of the day
   * before.
   */
  opensAtHour: 4,
  /** Start of the daily run before the opening (SCHEDULE.dailyRun is the same as a cron pattern). */
  leadMinutes: 30,
  /** Candidates of a daily edition: lists and announcements of this many days, its own included. */
  dayWindow: 3,
  /** Also the most days of a daily edition after days without one, whose papers it offers, too. */
  weekWindow: 7,
  /** Days of history behind "expected attention". */
  baselineDays: 60,
  /** Titles under "Also trending". */
  alsoTrending: 8,
} as const;

/**
 * Hours after the send hour after which a delivery is skipped as `too-late`, by cadence. A weekly digest is good
 * for days, because the next one is a week away. `expiresAfterHours`: the same for deliveries held back by a
 * daily quota or a warm-up.
 */
export const LATENESS = {
  daily: { lateAfterHours: 12, expiresAfterHours: 24 },
  weekdays: { lateAfterHours: 12, expiresAfterHours: 24 },
  weekly: { lateAfterHours: 60, expiresAfterHours: 84 },
} as const;

export const RERUN = {
  /** Pools of earlier days are deleted, or soon will be. */
  daysBack: 30,
  /** Time after which an unfinished re-run counts as lost and may be requested again. */
  lostAfterMinutes: 60,
} as const;

/** Time in which a subscriber can undo an unsubscribe without confirming again. */
export const UNSUBSCRIBE_UNDO_MINUTES = 60;

export const RETENTION_PERIODS = {
  /** Rejected entries of sources. */
  rejectionsDays: 30,
  /** Pool revisions that no delivery was composed from. */
  unusedPoolsDays: 3,
  /** Pool revisions used by deliveries; their emails can be rebuilt this long. Archive pools stay forever. */
  usedPoolsDays: 45,
  /** Lifetime of a confirmation link; unconfirmed subscribers are erased afterward. */
  confirmDays: 7,
  /**
   * Raw payloads of reports (their meaning is stored with the delivery), and hourly counts of inbound emails.
   */
  rawReportsDays: 30,
  /** Job runs, and failed sign-ins in the audit log. */
  runsDays: 30,
  /** Generated summaries that were rejected, failed, or belong to an earlier text of their paper. */
  summariesDays: 60,
  /** Topics of papers under a taxonomy that no process has used for so long. */
  formerTopicsDays: 30,
  /** Rows of reports without payload; no provider repeats a report after so long. */
  reportsDays: 180,
} as const;
