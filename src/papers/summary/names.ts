import { foldedWords } from '../text/fold-words.ts';

/** Ordinary words that may open a sentence with a capital letter without being a name. */
const OPENERS: ReadonlySet<string> = new Set(
  (
    'a across additionally after all also although among an and applied as at based because before besides ' +
    'beyond both built but by combined compared combining despite each evaluated evaluations even experiments ' +
    'extensive extending findings for from furthermore given here how however if in instead introduces it its ' +
    'key leveraging many moreover most no not notably of on once one only other our over overall presents ' +
    'proposes rather related researchers results shows since some such tested tests that the their then there ' +
    'these they this those though through thus to together trained training unlike using was what when where ' +
    'which while with within without work yet authors analysis approach research investigation introducing enhancing ' +
    'enhancements empirical new novel improved systematic comprehensive recent'
  ).split(' '),
);

const SENTENCE_START = /(?:^|[.!?]["')\]]*\s+)["'(]*$/u;
const TOKEN = /[\p{L}\p{N}]+(?:[-/'’.+][\p{L}\p{N}]+)*\+*/gu;

/**
 * Names of a text that do not occur in the source: words with a capital letter or with letters and digits
 * mixed, and the first word of a sentence unless it is an ordinary opener or shares its stem with a word of
 * the source. Case, hyphens and a plural s do not count.
 */
export function unknownNames(text: string, source: string): string[] {
  const known = new Set(spellings(source));
  const stems = new Set(foldedWords(source).map(stem));
  return [...text.matchAll(TOKEN)].flatMap((match) => {
    const [token] = match;
    if (!/\p{Lu}|\p{Lt}|\p{L}\p{N}|\p{N}\p{L}/u.test(token)) return [];
    if (isKnown(token, known)) return [];
    const opens = SENTENCE_START.test(text.slice(0, match.index));
    const parts = token.split(/[-/'’.+]/u).filter(Boolean);
    const unknown = parts.filter((part, place) => {
      if (!/\p{Lu}|\p{Lt}|\p{L}\p{N}|\p{N}\p{L}/u.test(part)) return false;
      if (isKnown(part, known) || isMeasure(part)) return false;
      const ordinary = opens && place === 0 && /^\p{Lu}\p{Ll}*$/u.test(part);
      return !(
        ordinary &&
        (OPENERS.has(part.toLowerCase()) || foldedWords(part).every((word) => stems.has(stem(word))))
      );
    });
    return unknown.length > 0 ? [token] : [];
  });
}

/** Folded spellings that a name may have: each word, each compound without its marks, and word pairs. */
function spellings(source: string): string[] {
  const tokens = [...source.matchAll(TOKEN)].map(([token]) => token);
  const parts = tokens.flatMap((token) => token.split(/[-/'’.+]/u)).filter(Boolean);
  const pairs = parts.slice(1).map((part, place) => `${parts[place]}${part}`);
  return [...tokens, ...parts, ...pairs].flatMap((each) => {
    const folded = fold(each);
    return [folded, folded.replace(/s$/, '')];
  });
}

function isKnown(token: string, known: ReadonlySet<string>): boolean {
  const folded = fold(token.replace(/['’]s$/u, ''));
  return known.has(folded) || known.has(folded.replace(/s$/, ''));
}

/** A number with a magnitude or a unit, e.g. `70B`, `10x` or `2nd`, which counts as a number alone. */
function isMeasure(part: string): boolean {
  return /^\d+(?:[kmbtx]|st|nd|rd|th)?$/i.test(part);
}

function fold(text: string): string {
  return foldedWords(text).join('');
}

/** First letters of a word, at least four: `combining`, `combines` and `combined` agree. */
export function stem(word: string): string {
  return word.slice(0, Math.max(4, word.length - 4));
}
