/** JSON from outside as a value that nobody trusts yet, for a schema to look at; null where it is no JSON, which no schema of ours takes. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
