/**
 * Formats a provider's response as `code: reason`; a reason that starts with the code (SMTP replies) stays as
 * it is.
 */
export function describeResult({ code, reason }: { code: string; reason: string }): string {
  const startsWithCode = reason.startsWith(code) && !/^[\w.]/.test(reason.slice(code.length));
  return startsWithCode ? reason : `${code}: ${reason}`;
}

/** Ends external text with punctuation so that it can be followed by a sentence. */
export function endSentence(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?]["')\]]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
