/** Timing of the checks, which run in every process that `start` runs. */
export const MONITOR = {
  intervalMs: 15_000,
  /** Time-out of the queue's ping. */
  timeoutMs: 3_000,
  /** Report rates change by the hour and cost more to count. */
  reportsIntervalMs: 10 * 60_000,
  /** Interval at which an open alert is refreshed while its problem lasts. */
  refreshMs: 30_000,
  /** Time after the last sighting at which a problem that only one process can see counts as over. */
  lingerMs: 60_000,
  /**
   * Time after the last sighting at which an alert counts as over if no check of this release raises its
   * code. During an upgrade, a process of another release refreshes it every `refreshMs`.
   */
  unknownCodeMs: 60 * 60_000,
} as const;

/** Delays after which a step counts as late (SCHEDULE and EDITION have its start). */
export const LATE_AFTER = {
  /** Ranking and planning, after the edition opens; the daily run starts half an hour before. */
  preparedMinutes: 15,
  /** A delivery, after its due time while a provider is available. */
  deliveryMinutes: 60,
  /** Fetching a source, which happens every hour. */
  sourceMinutes: 180,
  /** Deliveries of an edition that an operator paused, after their due time. */
  pausedMinutes: 10,
  /**
   * An import without progress: by then its job has been enqueued again and still fails or finds no worker.
   */
  importMinutes: 15,
  /** Time a new process has to catch up before it raises such alerts. */
  startMinutes: 10,
} as const;

/** Requirements of mailbox providers: complaints below 0.1%, never 0.3%; bounces below 2%, never 5%. */
export const REPORT_RATES = {
  days: 7,
  /** With fewer emails rates mean nothing: one complaint out of 300 would be an alarm. */
  minimumEmails: 500,
  /** A single report is no trend. */
  minimumReports: 2,
  complaints: { warning: 0.001, alarm: 0.003 },
  bounces: { warning: 0.02, alarm: 0.05 },
} as const;

/** Automatic inbound emails that changed nothing: not understood, or about no email of ours. */
export const INBOUND_REPORTS = {
  hours: 24,
  /** Backscatter of forged senders arrives at every domain; a few are no sign of a fault. */
  minimum: 10,
  /** Share of all automatic inbound emails above which the alert opens. */
  share: 0.5,
  /** Emails sent, and days since the first of them, after which a report should have been matched. */
  emailsWithoutReport: 100,
  daysWithoutReport: 3,
} as const;

export const CLOCK_CHECK = {
  /**
   * Tolerated drift between wall clock and monotonic clock from one check to the next. NTP slews by far less.
   */
  jumpMs: 30_000,
  /** Tolerated difference from PostgreSQL's clock. */
  skewMs: 60_000,
  /** A jump is a single moment; its alert stays open for this long. */
  shownForMs: 60 * 60_000,
} as const;

export const ALERT_NOTIFICATIONS = {
  /**
   * Lease of a claimed notification, after which another process takes over. Longer than a slow mail server
   * takes.
   */
  leaseMs: 5 * 60_000,
  /** Delays between attempts; the last one repeats. */
  backOffMs: [15, 30, 60, 120, 300, 600, 900].map((seconds) => seconds * 1000),
  webhookTimeoutMs: 10_000,
  /** Notifications claimed at once, and so the most in one email. */
  batchSize: 50,
  /** A flood of alerts becomes one email every ten minutes. */
  emailsPerHour: 6,
  /** Older resolutions are not notified. */
  resolvedWithinMs: 24 * 3_600_000,
} as const;

export const METRICS = {
  /**
   * Counting deliveries of a large edition takes a moment; scraping every second must not cost more than
   * every ten.
   */
  cacheMs: 10_000,
  /** Time-out after which a part is reported as down. */
  timeoutMs: 2_000,
} as const;
