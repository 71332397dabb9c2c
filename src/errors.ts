/** Retry policy of an error: at once, later, or never until something is changed by hand. */
export type Retry = 'now' | 'later' | 'never';

export interface PaperboyErrorDetails {
  /** Stable identifier in upper case with underscores; logs, tests and scripts rely on it. */
  code: string;
  /** The failure, as one full sentence. */
  message: string;
  /** Steps that fix it, as one or more full sentences. */
  remedy: string;
  /** Default: `never`. */
  retry?: Retry;
  /** Milliseconds to wait before the next attempt, when the other side stated them. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * Error for every failure that reaches an operator or a retry decision. `code` and `retry` are data, so
 * callers never match on text; `message` ends with the remedy. Two more classes are for their callers alone:
 * `EnvError` lists configuration problems before anything starts, `OutputClosed` ends a command with its
 * reader.
 */
export class PaperboyError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;

  constructor(details: PaperboyErrorDetails) {
    super(`${details.message} ${details.remedy}`, { cause: details.cause });
    this.name = 'PaperboyError';
    this.code = details.code;
    this.remedy = details.remedy;
    this.retry = details.retry ?? 'never';
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Describes anything thrown, causes included, on one line of at most 500 characters, for rows and logs. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? messageWithCauses(thrown) : String(thrown);
  // Control characters are removed: PostgreSQL rejects U+0000 in text, and terminals obey escape sequences.
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

function messageWithCauses(error: Error, depth = 0): string {
  // For a host name with several addresses Node throws an AggregateError with an empty message.
  const inner = error instanceof AggregateError ? error.errors.map(reasonOf).join('; ') : '';
  const own = error.message || inner || error.name;
  // fetch says only "fetch failed"; the useful part (ECONNREFUSED, ENOTFOUND) is in the cause.
  return depth < 5 && error.cause instanceof Error && !(error instanceof PaperboyError)
    ? `${own}: ${messageWithCauses(error.cause, depth + 1)}`
    : own;
}
