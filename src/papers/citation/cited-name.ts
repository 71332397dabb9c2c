/** An author's name for a citation: a person, or a group with its name kept whole. */
export type CitedName =
  | { kind: 'person'; family: string; given: string; suffix: string }
  | { kind: 'group'; name: string };

const PARTICLES = new Set(
  (
    'af al ap av ben bin da das de del della den der des di do dos du el ibn la las le les lo los ten ter van ' +
    'vom von y zu zum zur'
  ).split(' '),
);
const SUFFIX = /^(?:jr|sr)\.?$|^(?:ii|iii|iv)$/i;
const GROUP =
  /\b(?:collaboration|collective|committee|community|company|consortium|corporation|foundation|group|initiative|institute|labs?|laboratory|network|project|research|teams?|university)\b|^the\s|[\d&/|+]/i;
const COMPANY = / AI(?: |$)/;
const AND = /(?:^|[ ,])and(?:[ ,]|$)/i;
// Chinese, Japanese and Korean names in their own script begin with the family name.
const FAMILY_FIRST = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s]+$/u;

/**
 * Splits a clean name as sources write it (`Jane van Doe Jr.`, `Doe, Jane`) into family and given names. A
 * name of one word, of a group, or with a meaning that BibTeX would give to `and` or to several commas, stays
 * whole. Double family names without a hyphen cannot be told apart from a second given name.
 */
export function citedName(name: string): CitedName {
  const whole: CitedName = { kind: 'group', name };
  const parts = name.split(/\s*,\s*/).filter((part) => part !== '');
  const words = (parts[0] ?? '').split(/\s+/);
  if (GROUP.test(name) || COMPANY.test(name) || AND.test(name)) return whole;
  const suffixes = parts.slice(1).filter((part) => SUFFIX.test(part));
  const [given, ...more] = parts.slice(1).filter((part) => !SUFFIX.test(part));
  if (suffixes.length > 1 || more.length > 0) return whole;
  if (given !== undefined) return person(parts[0] ?? '', given, suffixes[0]);
  const last = words.at(-1) ?? '';
  const suffix = suffixes[0] ?? (words.length > 2 && SUFFIX.test(last) ? last : undefined);
  if (suffix === last) words.pop();
  if (words.length < 2) return whole;
  if (FAMILY_FIRST.test(name)) return person(words[0] ?? '', words.slice(1).join(' '), suffix);
  const start = familyStart(words);
  return person(words.slice(start).join(' '), words.slice(0, start).join(' '), suffix);
}

function person(family: string, given: string, suffix = ''): CitedName {
  return { kind: 'person', family, given, suffix };
}

/** Position of the family name: the last word with the particles right before it, after a given name. */
function familyStart(words: readonly string[]): number {
  let start = words.length - 1;
  while (start > 1 && PARTICLES.has(words[start - 1] ?? '')) start -= 1;
  return start;
}
