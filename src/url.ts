/**
 * The address in a text, or null where there is none; a relative one counts from `base`. Not by URL.canParse: in Node 20 that refuses
 * `https://bücher.example/` as soon as it was called often enough to be compiled, so a worker that runs for long would make other
 * mails than one that has just begun.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
