/** Ways to send, as MAILER names them. `outbox` writes files and mails nobody, so it stands alone. */
export const PROVIDER_NAMES = ['outbox', 'resend', 'smtp', 'smtp-backup'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Where the environment does not say otherwise. */
export const RATES = {
  /** What Resend allows a team today; it was 2 before, and an older account may still have that. */
  resendCallsPerSecond: 5,
  /** Open at once over all processes, the letters' one among them. */
  smtpConnections: 5,
  /** Of an edition's batch: fewer pay the handshake for too little, more leave too much uncertain after a crash. */
  emailsPerConnection: 5,
  /** Of a day's mails, kept for letters: somebody who asks for a link must not wait for tomorrow. */
  transactionalShareOfDay: 0.1,
} as const;

/** When a provider is left alone, and for how long. */
export const CIRCUIT = {
  /** Calls in a row that nobody answered, or that were answered by 5xx. */
  failuresToOpen: 3,
  serviceBackOffMs: 60_000,
  /** Nobody mends an account within seconds, and each question is one more refused call in its log. */
  accountBackOffMs: [5, 10, 20, 40, 60].map((minutes) => minutes * 60_000),
  /** Mails of the batch by which a provider is tried after its pause. */
  probeSize: 5,
  /** A probe whose worker was lost is given up after this; longer than any call takes. */
  probeLeaseMs: 4 * 60_000,
  /** A pause up to this long is waited for, a longer one is a rest: nothing is claimed meanwhile. */
  maxWaitMs: 15_000,
} as const;

/**
 * Mails a day and provider from the first day of the warm-up on; after the last one nothing is held back. Receivers distrust
 * a sender that was never seen before and mails thousands, so the number about doubles from day to day.
 */
export const WARMUP: readonly number[] = [
  50, 100, 200, 400, 800, 1_500, 3_000, 6_000, 12_000, 25_000, 50_000, 100_000, 200_000, 400_000,
];
