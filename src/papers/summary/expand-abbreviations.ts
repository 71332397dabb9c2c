import { capitalized } from './drop-lead-in.ts';

/** Abbreviations that readers of papers know better than their expansions. */
const COMMON: ReadonlySet<string> = new Set(
  'AI ML RL NLP LM LLM VLM MLLM LVLM GPU CPU API GUI OCR CNN GAN QA RAG SOTA'.split(' '),
);
const DEFINED = /\((\p{Lu}[\p{L}]{1,7})\)/gu;
const LONGEST_EXPANSION = 80;
const MOST_WORDS = 7;
/** Words that an abbreviation leaves out. */
const SMALL = /^(?:of|and|the|for|in|to|with|a|an|on|by|via)$/i;

/**
 * A summary with the abbreviations that the abstract defines only in sentences left out: `VFM` becomes
 * `vision foundation model (VFM)` at its first place. Within `longest` characters or a quarter more; what the
 * title abbreviates or spells out stays as it is. Pure.
 */
export function expandAbbreviations(
  summary: string,
  paper: { title: string; abstract: string },
  longest: number,
): string {
  if (!/\p{Lu}\p{L}*\p{Lu}|\p{Lu}{2}/u.test(summary)) return summary;
  const reach = Math.floor(longest * 1.25);
  const title = paper.title.toLowerCase();
  let text = summary;
  for (const { index, 1: short = '' } of paper.abstract.matchAll(DEFINED)) {
    if (COMMON.has(short.replace(/s$/, '')) || !text.includes(short)) continue;
    const place = placeOf(text, short);
    const long = place < 0 ? null : expansionBefore(paper.abstract, index, short);
    if (long === null || text.length + long.length + 3 > reach) continue;
    if (title.includes(long.toLowerCase()) || placeOf(paper.title, short) >= 0) continue;
    if (text.toLowerCase().includes(long.toLowerCase()) || !followsArticle(text.slice(0, place), long))
      continue;
    const opened = place === 0 || /[.!?] $/.test(text.slice(0, place)) ? capitalized(long) : long;
    text = `${text.slice(0, place)}${opened} (${short})${text.slice(place + short.length)}`;
  }
  return text;
}

/** Index of an abbreviation that stands as a word of its own, or -1 if its first occurrence does not. */
function placeOf(text: string, short: string): number {
  const place = text.indexOf(short);
  const after = text.slice(place + short.length, place + short.length + 2);
  const isWord =
    (place === 0 || text.charAt(place - 1) === ' ') && /^(?:[ ,;:]|\.? ?$)/.test(after) && after !== ' (';
  return place >= 0 && isWord ? place : -1;
}

/** Words before the bracket at `end` whose first letters are the abbreviation; null if they are not. */
function expansionBefore(abstract: string, end: number, short: string): string | null {
  const before = abstract.slice(Math.max(0, end - LONGEST_EXPANSION - 1), end).trimEnd();
  const words = before.split(' ');
  const letters = short.replace(/s$/, '').toLowerCase();
  for (let count = 1; count <= Math.min(MOST_WORDS, words.length - 1); count++) {
    const long = words.slice(-count);
    if (long.some((word) => !/^[\p{L}-]+$/u.test(word))) return null;
    if (SMALL.test(long[0] ?? '') || initials(long) !== letters) continue;
    // A plural for a short form without `s` may be used for one or for many.
    if (/[^s]s$/.test(long.at(-1) ?? '') !== short.endsWith('s')) return null;
    const text = long.join(' ');
    const opens = /(?:^|[.!?] )$/.test(abstract.slice(0, end).trimEnd().slice(0, -text.length));
    return opens && text.slice(1) === text.slice(1).toLowerCase() ? text.toLowerCase() : text;
  }
  return null;
}

function initials(words: readonly string[]): string {
  return words
    .filter((word) => !SMALL.test(word))
    .flatMap((word) => word.split('-'))
    .map((part) => part.slice(0, 1).toLowerCase())
    .join('');
}

/** False after `an` before a consonant, and after `a` before a vowel. */
function followsArticle(before: string, long: string): boolean {
  const article = /(?:^|[\s(])(an?) $/i.exec(before)?.[1];
  return article === undefined || (article.length === 2) === /^[aeiou]/i.test(long);
}
