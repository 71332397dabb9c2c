/** A piece of a text, set on the line, raised or lowered. */
export interface MathPart {
  text: string;
  place: 'line' | 'raised' | 'lowered';
}

// A group in brackets, nested at most once: `(d+1)`, `((d+1)/(d+2))`. Bounded, so that matching stays linear.
const GROUP = '\\((?:[^()\\n]|\\([^()\\n]{0,60}\\)){1,80}\\)';
const WORD = '[\\p{L}\\p{N}]{1,16}(?:\\.\\p{N}{1,4})?';
const MARKS = '[∗*†‡]{1,2}';
// Follows a single letter or a closing bracket; not in identifiers and addresses: `snake_case`, `/a_b`,
// `x86_64`.
const ALONE = "(?<=(?<![\\p{L}\\p{N}\\p{M}_/.@#?&=%:\\\\-])\\p{L}[\\p{M}′']{0,2}|[)\\]|])";
const LOWERED = `${ALONE}_(${GROUP}|${WORD})(?![\\p{L}\\p{N}_@]|\\.\\p{L})`;
const RAISED = `(?<=[\\p{L}\\p{N}\\p{M})\\]|′])\\^(${GROUP}|[-−+]?${WORD}|${MARKS})(?![\\^])`;
const SCRIPTS = new RegExp(`${LOWERED}|${RAISED}`, 'gu');

/**
 * Splits readable text into parts that are raised, lowered or on the line. Handles the scripts that
 * src/papers/text leaves as TeX because Unicode has no character for them (`p_θ`, `T^(2/3)`). The parts keep
 * every character except `_`, `^` and the brackets around a group.
 */
export function mathParts(text: string): MathPart[] {
  const parts: MathPart[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: lowered, 2: raised } of text.matchAll(SCRIPTS)) {
    if (index > end) parts.push({ text: text.slice(end, index), place: 'line' });
    const script = lowered ?? raised ?? '';
    parts.push({ text: withoutBrackets(script), place: lowered === undefined ? 'raised' : 'lowered' });
    end = index + whole.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), place: 'line' });
  return parts;
}

function withoutBrackets(script: string): string {
  return script.startsWith('(') ? script.slice(1, -1) : script;
}
