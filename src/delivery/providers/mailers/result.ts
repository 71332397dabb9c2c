import type { SendResult } from '../../../ports.ts';

/** Result of an email that was not started when the signal aborted. */
export const NOT_STARTED: SendResult = {
  outcome: 'deferred',
  retryAfterMs: 0,
  code: 'ABORTED',
  reason: 'Paperboy shut down before this email was started.',
};

/**
 * Cleans a provider's text about an email for rows and logs: printable, without the addresses that servers
 * quote.
 */
export function toReason(text: string): string {
  return toPrintable(text.replace(/[^\s<>@"',;:()]+@[^\s<>@"',;:()]+/g, '(address)'));
}

/**
 * Cleans a provider's text for rows and logs: one line, no control characters (PostgreSQL rejects NUL, and a
 * rejected row would lose the outcome of an email that may have gone out), at most 300 characters.
 */
export function toPrintable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 300)
    .replace(/\p{Cs}/gu, '');
}
