/** What a person may decide about papers beside their ranks. */
export const DECISION_LIMITS = {
  /** Pinned papers a pool, at most: the smallest digest has five papers or so, and most of them shall stay the reader's own. */
  pins: 3,
  /** Characters. A mail shows two or three lines of it. */
  summary: { least: 20, most: 1_200 },
} as const;

/** Test mails: to one's own address, not a way to mail the world. */
export const TEST_EMAILS = { name: 'test-mails', points: 20, seconds: 3600 } as const;
