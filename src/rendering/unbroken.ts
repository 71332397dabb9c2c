import { cutAtWord } from '../papers/text/clean-text.ts';

// Cleaned text has no word joiner, so it can stand for a no-break space, at which no text is cut.
const GLUE = '\u2060';

const UNITS =
  '%|‰|°C?|[kMGTP]?i?B|[KMBT]|x|×|[mµn]?s|min|h|[kMG]?Hz|fps|FPS|px|[nµmck]?m|[mk]?g|[kMG]?W|[mk]?V|dB|pp|' +
  '[KMGTPE]?FLOPS?|FLOPs|bits?|bytes?|tokens?|parameters|params|points?|million|billion|trillion|' +
  'hours?|days?|weeks?|years?|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|' +
  'March|April|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|' +
  'Dezember|tasks?|benchmarks?|datasets?|upvotes?|stars?|percentage|percent|' +
  'Prozent|Millionen|Milliarden|Tokens?|Stunden|Tage|Parameter';
const NUMBER_AND_UNIT = new RegExp(`(\\d) (?=(?:${UNITS})(?![\\p{L}\\p{N}]))`, 'gu');
const SIGN_AND_NUMBER = /([±≈≥≤<>~×]) (?=\d)/gu;
const NUMBER_AND_SIGN = /(\d) (?=[±×])/gu;
// A name, not a unit, and its version or year: `EXAONE 4.5`, `AIME 2024`.
const NAME_AND_NUMBER =
  /(?<![\p{L}\p{N}\u2060])(\p{Lu}[\p{L}-]{1,11}) (?=(?:\d+\.\d+|[12]\d{3})(?![\p{L}\p{N}]))/gu;
// A number alone at the cut: its unit may be what was cut off.
const NUMBER_AT_CUT = /\s+[^\s\p{L}]*\d[^\s\p{L}]*…$/u;

/**
 * Truncates a clean line like cutAtWord, never between a number and its unit (`96.7 %`, `3.2 GB`), and joins
 * the two by a no-break space.
 */
export function cutUnbroken(line: string, longest: number): string {
  // No more of an external text is worth searching than a cut can show, in surrogate pairs, and some context.
  const whole = glued(line.slice(0, 2 * longest + 100));
  return withoutPart(whole, cutAtWord(whole, longest)).replaceAll(GLUE, '\u00A0');
}

/** Drops a number and its unit that cutAtWord cut in two rather than lose most of a short line. */
function withoutPart(whole: string, cut: string): string {
  const shown = cut.slice(0, -1);
  if (!cut.endsWith('…') || !whole.startsWith(shown)) return cut;
  const rest = /^\S*?(?=[,;:.]*(?:\s|$))/.exec(whole.slice(shown.length))?.[0] ?? '';
  const last = /\s+(\S*)$/.exec(shown);
  const isParted = rest !== '' && `${last?.[1] ?? ''}${rest}`.includes(GLUE);
  return last && isParted ? `${shown.slice(0, last.index)}…` : cut;
}

/**
 * The same joins for a text that is already cut. A number just before the cut is dropped: its unit is gone.
 */
export function keepUnits(text: string): string {
  return glued(text.replace(NUMBER_AT_CUT, '…')).replaceAll(GLUE, '\u00A0');
}

function glued(line: string): string {
  if (!/\d/.test(line)) return line;
  return line
    .replace(NUMBER_AND_UNIT, `$1${GLUE}`)
    .replace(NAME_AND_NUMBER, `$1${GLUE}`)
    .replace(SIGN_AND_NUMBER, `$1${GLUE}`)
    .replace(NUMBER_AND_SIGN, `$1${GLUE}`);
}
