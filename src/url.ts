/**
 * Parses a URL, relative to `base` if given; null when invalid. Not by URL.canParse: in Node 20 it rejects
 * `https://bücher.example/` once it has been called often enough to be compiled, so a long-running worker
 * would compose other emails than one that has just started.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
