/** What an account of the desk may do: look, or look and act. */
export const ROLES = ['viewer', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Argon2id with the least that OWASP's password storage cheat sheet asks for; about a tenth of a second on a small machine. */
export const PASSWORD_COST = { memoryKiB: 19_456, iterations: 2, parallelism: 1 } as const;

/** In characters. The upper bound keeps a login from being made expensive. */
export const PASSWORD_LENGTH = { minimum: 12, maximum: 200 } as const;

/** A session ends when no page was opened for so long, and in any case a working day after the login. */
export const SESSION = { idleMs: 2 * 3_600_000, absoluteMs: 12 * 3_600_000, touchMs: 60_000 } as const;

/**
 * How often somebody may try to log in, rightly or wrongly. One name gets more than one network, so that whoever guesses at a name
 * from one place does not lock its owner out.
 */
export const SIGN_IN_LIMITS = {
  network: { name: 'login-network', points: 10, seconds: 15 * 60 },
  name: { name: 'login-name', points: 30, seconds: 15 * 60 },
  /**
   * Codes of one account, which are short, by whoever knows its password already. What is above gets the answer of a wrong code: any other
   * would tell that the password is right.
   */
  code: { name: 'login-code', points: 5, seconds: 15 * 60 },
  /** The present password, asked for within a session. */
  currentPassword: { name: 'login-own', points: 10, seconds: 15 * 60 },
} as const;

/** How many codes stand in for an app that is lost. */
export const RECOVERY_CODE_COUNT = 10;
