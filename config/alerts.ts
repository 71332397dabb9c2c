/** How often the watch looks, and how long it waits for an answer. It runs in every process that `start` runs. */
export const MONITOR = {
  intervalMs: 15_000,
  timeoutMs: 3_000,
  /** Rates of reports move by the hour and cost more to count. */
  reportsIntervalMs: 10 * 60_000,
  /** An alert that still holds is noted again this often. */
  refreshMs: 30_000,
  /** What only one process may see is over when none has seen it for so long. */
  lingerMs: 60_000,
} as const;

/** When a step of the day counts as late, against what is usual (SCHEDULE and EDITION say when it begins). */
export const LATE_AFTER = {
  /** Ranked and planned by so long after the edition has opened; the run began half an hour before. */
  preparedMinutes: 15,
  /** A mail whose hour came so long ago, while a provider takes mail. */
  deliveryMinutes: 60,
  /** A source is asked every hour. */
  sourceMinutes: 180,
  /** An edition that somebody paused, and people whose hour has come since. */
  pausedMinutes: 10,
  /** An import that was started and moves no more: its job was enqueued again meanwhile, and still fails or finds no worker. */
  importMinutes: 15,
  /** A process that has just started catches up first. */
  startMinutes: 10,
} as const;

/** What mailbox providers ask of senders: complaints below 0.1 %, never 0.3 %; bounces below 2 %, never 5 %. */
export const REPORT_RATES = {
  days: 7,
  /** Fewer mails say nothing: of three hundred, one complaint would be an alarm. */
  minimumEmails: 500,
  /** One angry person is no trend either. */
  minimumReports: 2,
  complaints: { warning: 0.001, alarm: 0.003 },
  bounces: { warning: 0.02, alarm: 0.05 },
} as const;

export const CLOCK_CHECK = {
  /** How far the wall clock may move from the steady clock between two looks. NTP slews by far less. */
  jumpMs: 30_000,
  /** How far from PostgreSQL's clock. */
  skewMs: 60_000,
  /** A jump is one moment; it is shown for so long. */
  shownForMs: 60 * 60_000,
} as const;

export const ALERT_NOTIFICATIONS = {
  /** A process that died while it told is made up for after this; longer than a slow mail server takes. */
  leaseMs: 5 * 60_000,
  /** Between tries, the last one over and over. */
  backOffMs: [15, 30, 60, 120, 300, 600, 900].map((seconds) => seconds * 1000),
  webhookTimeoutMs: 10_000,
  /** At once, by webhook; a letter holds as many. */
  batchSize: 50,
  /** A flood of alerts is one letter every ten minutes, not a flood of letters. */
  emailsPerHour: 6,
  /** That something is over is not worth telling after so long. */
  resolvedWithinMs: 24 * 3_600_000,
} as const;

export const METRICS = {
  /** Counting the deliveries of a large edition takes a moment; a scrape every second must not cost more than one every ten. */
  cacheMs: 10_000,
  /** A part that does not answer by then is reported as away. */
  timeoutMs: 2_000,
} as const;
