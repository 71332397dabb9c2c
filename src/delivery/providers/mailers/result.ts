import type { SendResult } from '../../../ports.ts';

/** For an email that had not begun when the signal aborted. */
export const NOT_STARTED: SendResult = {
  outcome: 'deferred',
  retryAfterMs: 0,
  code: 'ABORTED',
  reason: 'Paperboy was stopping before this mail had begun.',
};

/** What a provider said of an email, for a row and a log: printable, and without the addresses that servers like to quote. */
export function toReason(text: string): string {
  return toPrintable(text.replace(/[^\s<>@"',;:()]+@[^\s<>@"',;:()]+/g, '(address)'));
}

/**
 * What a provider said, fit for a row and a log: one line, no control characters (PostgreSQL refuses NUL, and a
 * refused row would lose the outcome of an email that may have gone out), at most 300 characters.
 */
export function toPrintable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 300)
    .replace(/\p{Cs}/gu, '');
}
