/** Rights of an operator account: read-only, or read and act. */
export const ROLES = ['viewer', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Argon2id at the minimum of OWASP's password storage cheat sheet; about 0.1 s on a small machine. */
export const PASSWORD_COST = { memoryKiB: 19_456, iterations: 2, parallelism: 1 } as const;

/** In characters. The maximum bounds the cost of a sign-in attempt. */
export const PASSWORD_LENGTH = { minimum: 12, maximum: 200 } as const;

/** A session ends after `idleMs` without a page view, and in any case a working day after sign-in. */
export const SESSION = { idleMs: 2 * 3_600_000, absoluteMs: 12 * 3_600_000, touchMs: 60_000 } as const;

/**
 * Rate limits of sign-in attempts, successful or not. A name has more than a network, so guessing a name from
 * one place does not lock its owner out. `name` is the stored key of the counter.
 */
export const SIGN_IN_LIMITS = {
  network: { name: 'login-network', points: 10, seconds: 15 * 60 },
  name: { name: 'login-name', points: 30, seconds: 15 * 60 },
  /**
   * Codes per account, entered after a correct password; codes are short. Above the limit the answer is that
   * of a wrong code: any other would reveal that the password is correct.
   */
  code: { name: 'login-code', points: 5, seconds: 15 * 60 },
  /** Current password, requested within a session. */
  currentPassword: { name: 'login-own', points: 10, seconds: 15 * 60 },
} as const;

/** Recovery codes per account, for a lost authenticator app. */
export const RECOVERY_CODE_COUNT = 10;
