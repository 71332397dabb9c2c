/** Whether doing the same again can help: at once, later, or not before somebody changed something. */
export type Retry = 'now' | 'later' | 'never';

export interface PaperboyErrorDetails {
  /** Stable, upper case with underscores; tests and logs rely on it. */
  code: string;
  /** What went wrong, in one sentence. */
  message: string;
  /** What the person who reads it can do. */
  remedy: string;
  retry?: Retry;
  /** How long to wait before the next try, in milliseconds, where somebody told us. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * The one error class of the project. Whether to retry is data on it, never a match on its text,
 * and its message always ends with what to do.
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

/** The message of anything that was thrown, on one line and at most 500 characters long, for rows and logs. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? messageWithCauses(thrown) : String(thrown);
  // Control characters go too: PostgreSQL refuses U+0000 in a text, and a terminal obeys escape sequences.
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

function messageWithCauses(error: Error, depth = 0): string {
  // On a name with several addresses Node throws an AggregateError whose own message is empty.
  const inner = error instanceof AggregateError ? error.errors.map(reasonOf).join('; ') : '';
  const own = error.message || inner || error.name;
  // fetch says only "fetch failed"; what a person needs (ECONNREFUSED, ENOTFOUND) is in the cause.
  return depth < 5 && error.cause instanceof Error && !(error instanceof PaperboyError)
    ? `${own}: ${messageWithCauses(error.cause, depth + 1)}`
    : own;
}
