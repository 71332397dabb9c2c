/** What a provider said, as `code: reason`; the code is not repeated where its own sentence begins with it, as an SMTP reply does. */
export function describeResult({ code, reason }: { code: string; reason: string }): string {
  const begins = reason.startsWith(code) && !/^[\w.]/.test(reason.slice(code.length));
  return begins ? reason : `${code}: ${reason}`;
}

/** A text from outside as a sentence of its own, so that what follows it does not run on. */
export function endSentence(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?]["')\]]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
