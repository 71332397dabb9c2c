/** Limits of editorial decisions about papers. */
export const DECISION_LIMITS = {
  /**
   * Maximum pinned papers per pool: of the five or so in the smallest digest, most must match the subscriber.
   */
  pins: 3,
  /** In characters. A digest shows two or three lines. */
  summary: { least: 20, most: 1_200 },
} as const;

/** Rate limit of test emails, which an operator sends to any address. */
export const TEST_EMAILS = { name: 'test-mails', points: 20, seconds: 3600 } as const;
