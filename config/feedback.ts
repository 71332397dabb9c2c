/** Handling of reports from providers and mail servers. */
export const FEEDBACK = {
  /**
   * Number of consecutive soft bounces (a full mailbox, an unreachable server), without a delivery between
   * them, that suppresses an address. Two working weeks of a full mailbox would be ten daily digests, and
   * providers count each.
   */
  softBouncesToSuppress: 5,
  /**
   * Retry period of a report about an unknown email: it can arrive before the outcome of the call is stored.
   */
  unmatchedHours: 48,
  /** Maximum reports applied per sweep. */
  batch: 500,
  /** Maximum inbound emails parsed per sweep. */
  inboundBatch: 20,
  /** Tolerated difference between a Svix timestamp and our clock (Standard Webhooks). */
  svixToleranceSeconds: 300,
  /**
   * SNS signs once and retries for up to 23 days; an older message is a replay, and its state is known by
   * then.
   */
  snsOldestMinutes: 60,
  /** Larger bodies are rejected with 413 while they are read. SNS: 256 kB of message, escaped once more. */
  resendBodyBytes: 256 * 1024,
  sesBodyBytes: 1024 * 1024,
  /** Maximum size of one inbound email, from standard input or a provider. */
  emailBytes: 10 * 1024 * 1024,
  /** Parsed beginning of an inbound email: reports are at its start, and further parts only cost time. */
  parsedEmailBytes: 1024 * 1024,
  /** The same limit in lines. A megabyte of base64 has 14,000. */
  parsedEmailLines: 20_000,
  /** Characters of each part of an inbound email that are searched for a report. */
  readCharacters: 256 * 1024,
  /** Time-out of parsing one inbound email. Within the other limits it takes milliseconds. */
  parseMs: 10_000,
  /** Stored beginning of an inbound email, the raw payload of its report. */
  storedEmailCharacters: 64 * 1024,
} as const;

/** Rate limit over all requests by email: a sender is easily forged, and each request sends an email. */
export const SUBSCRIBE_BY_EMAIL_LIMIT = { name: 'subscribe-by-mail', points: 200, seconds: 3600 } as const;
