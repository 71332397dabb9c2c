/** A piece of a text, and whether it stands on the line, above or below it. */
export interface MathPart {
  text: string;
  place: 'line' | 'raised' | 'lowered';
}

// A group, within which groups may stand: `(d+1)`, `((d+1)/(d+2))`. Bounded, so that the time is linear.
const GROUP = '\\((?:[^()\\n]|\\([^()\\n]{0,60}\\)){1,80}\\)';
const WORD = '[\\p{L}\\p{N}]{1,16}(?:\\.\\p{N}{1,4})?';
const MARKS = '[∗*†‡]{1,2}';
// Behind a letter of its own or a bracket, and not where identifiers and addresses have theirs: `snake_case`, `/a_b`, `x86_64`.
const ALONE = "(?<=(?<![\\p{L}\\p{N}\\p{M}_/.@#?&=%:\\\\-])\\p{L}[\\p{M}′']{0,2}|[)\\]|])";
const LOWERED = `${ALONE}_(${GROUP}|${WORD})(?![\\p{L}\\p{N}_@]|\\.\\p{L})`;
const RAISED = `(?<=[\\p{L}\\p{N}\\p{M})\\]|′])\\^(${GROUP}|[-−+]?${WORD}|${MARKS})(?![\\^])`;
const SCRIPTS = new RegExp(`${LOWERED}|${RAISED}`, 'gu');

/**
 * Takes readable text and gives it in parts: what papers/text.ts had to leave on the line, because Unicode has no letter
 * for it (`p_θ`, `T^(2/3)`), stands low or high, so that nobody reads TeX. The parts hold every character of the text but
 * the marks and the brackets that bound a group.
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
