/** Providers by their name in MAILER. `outbox` writes files instead of sending, so it is used by itself. */
export const PROVIDER_NAMES = ['outbox', 'resend', 'smtp', 'smtp-backup'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Default rates, for variables that are not set. */
export const RATES = {
  /** Resend's limit per team today; it was 2 before, and an older account may still have that. */
  resendCallsPerSecond: 5,
  /** Open SMTP connections over all processes, including the one reserved for transactional email. */
  smtpConnections: 5,
  /**
   * Emails of an SMTP run in flight or queued for its connections, but at least two per connection. A crash
   * leaves all of them uncertain; with fewer, connections would wait for the next batch.
   */
  smtpWindow: 10,
  /** Emails per claim of an SMTP run. Those that are not in its window are only claimed. */
  smtpClaim: 100,
  /**
   * Part of the daily quota reserved for transactional email: a requested link must not wait until tomorrow.
   */
  transactionalShareOfDay: 0.1,
} as const;

/** Circuit breaker of a provider. */
export const CIRCUIT = {
  /** Consecutive calls without a response, or with a 5xx response, that open it. */
  failuresToOpen: 3,
  /** Back-off of a provider that does not respond. */
  serviceBackOffMs: 60_000,
  /**
   * Back-off of a rejected account: it takes minutes to fix, and each probe is one more rejection in its log.
   */
  accountBackOffMs: [5, 10, 20, 40, 60].map((minutes) => minutes * 60_000),
  /** Batch size of the probe after the back-off. */
  probeSize: 5,
  /**
   * Delay after the back-off of a rejected account before a transactional email may probe it, so that due
   * digests do first. Anyone can sign up with dead addresses, and an email that was refused before would only
   * extend the back-off again.
   */
  unconfirmedProbeDelayMs: 2 * 60_000,
  repeatedProbeDelayMs: 15 * 60_000,
  /** Lease of a probe, after which it counts as lost; longer than any call takes. */
  probeLeaseMs: 4 * 60_000,
  /** Shorter pauses are waited for; a longer one opens the circuit, and nothing is claimed meanwhile. */
  maxWaitMs: 15_000,
} as const;

/**
 * Refusals in a row, with no email accepted in between, after which a provider is halted and no address is
 * blamed.
 */
export const MASS_REFUSAL = {
  /** Recipients, in at least `domains` domains. */
  recipients: 10,
  domains: 3,
  /** Recipients in any number of domains: a company's list may have a single one. */
  recipientsOfOneDomain: 20,
  /** Recipients refused with words about the sender. */
  senderRefusals: 3,
  /**
   * Refusals in a row, those about the email itself aside, that may blame their addresses once another email is
   * accepted. More are too likely the provider's fault; a dead address is refused again with the next edition.
   */
  blamedInARow: 2,
  /** Time within which that acceptance must follow; fixing a provider takes longer. */
  provedWithinMinutes: 10,
  /**
   * Refused attempts after which a digest fails, although its provider may be at fault: dead addresses must not
   * keep an edition paused for ever.
   */
  digestRefusals: 4,
  /** Attempts after which a refused transactional email fails, although its provider may be at fault. */
  transactionalAttempts: 6,
  /** Days after which a refusal without any accepted email after it is forgotten. */
  forgottenDays: 7,
} as const;

/**
 * Daily allowance per provider from the first day of a warm-up on; unlimited after the last entry. It about
 * doubles each day, because receivers distrust an unknown sender with thousands of emails.
 */
export const WARMUP: readonly number[] = [
  50, 100, 200, 400, 800, 1_500, 3_000, 6_000, 12_000, 25_000, 50_000, 100_000, 200_000, 400_000,
];
