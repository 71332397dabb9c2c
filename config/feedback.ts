/** What is made of the reports of providers and mail servers. */
export const FEEDBACK = {
  /**
   * So many soft bounces (a full mailbox, a server that does not answer) in a row, with nothing delivered between, suppress an
   * address: two working weeks of a full mailbox would be ten dailies, and providers count every one of them against us.
   */
  softBouncesToSuppress: 5,
  /** A report about a mail that nobody knows is tried again for so long: it can overtake the note of what was sent. */
  unmatchedHours: 48,
  /** Reports applied by one sweep, at most. */
  batch: 500,
  /** Mails to us read by one sweep, at most. */
  inboundBatch: 20,
  /** How far a Svix timestamp may be from our clock (Standard Webhooks). */
  svixToleranceSeconds: 300,
  /** SNS signs once and retries for up to 23 days; a message older than this is a replay, and its state is known by then. */
  snsOldestMinutes: 60,
  /** Bodies beyond these are refused with 413 while they are read. SNS: 256 kB of message, escaped once more. */
  resendBodyBytes: 256 * 1024,
  sesBodyBytes: 1024 * 1024,
  /** One mail on standard input or from a provider. */
  emailBytes: 10 * 1024 * 1024,
  /** How much of a mail is looked at: reports stand at its beginning, and more parts only cost time. */
  parsedEmailBytes: 1024 * 1024,
  /** How much of a mail is kept as the raw payload of its report. */
  storedEmailCharacters: 64 * 1024,
} as const;

/** Everybody together, for wishes that come by mail: a sender is easily forged, and each wish mails somebody. */
export const SUBSCRIBE_BY_EMAIL_LIMIT = { name: 'subscribe-by-mail', points: 200, seconds: 3600 } as const;
