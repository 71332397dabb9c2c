/**
 * Parses external JSON for a schema to validate. Returns null for invalid JSON, which every schema here
 * rejects.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
