import { foldedParts } from './search-words.ts';

/**
 * Lexemes that people and organizations are found by, beside the stemmed words of their names. They are not
 * stemmed, so that Williams is not William, and start with a sign that no ordinary lexeme has, so that
 * "Fang Chen" is not the first name Fangchen:
 *
 * - `=williams`: a word of a name
 * - `@williams`: a last name
 * - `@serena williams`, `@s williams`: a full name; first and last name; initial and last name
 */

/** A query read as one name. */
export interface NameForms {
  /** Lexeme of the name as typed; with a comma, of the name that it stands for. */
  exact: string;
  /** Lexemes of the name in other orders: Han Song is Song Han. */
  reordered: readonly string[];
  /** The query as a last name alone, to be compared with its use as an ordinary word; null for several words. */
  lastName: string | null;
}

const LONGEST_NAME = 200;
const LONGEST_LEXEME = 80;
const MOST_PARTS = 6;
const SUFFIX = /^(?:jr|sr|ii|iii|iv)$/;
/** German, Danish and Swedish letters with the spelling that people use on other keyboards. */
const WITH_E: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** The name, and the name with `ue` for `ü` and the like where it has such letters. */
export function nameSpellings(name: string): string[] {
  const composed = name.slice(0, LONGEST_NAME).normalize('NFC');
  const spelled = composed.replace(/[äöüøå]/giu, (letter) => WITH_E[letter.toLowerCase()] ?? letter);
  return spelled === composed ? [composed] : [composed, spelled];
}

/** Lexemes of one author, in all spellings. */
export function personLexemes(name: string): string[] {
  const lexemes = nameSpellings(name).flatMap((spelling) => {
    const parts = nameParts(spelling);
    const first = parts[0];
    const last = lastOf(parts);
    if (first === undefined || last === undefined) return [];
    return [
      ...wordLexemes(spelling),
      `@${last}`,
      ...(parts.length > 1 ? [`@${first} ${last}`, `@${[...first][0]} ${last}`, fullName(parts)] : []),
      fullName(foldedParts(spelling)),
    ];
  });
  return withinLength(lexemes);
}

/** Lexemes of an organization: its words, and its name unless that is one word. */
export function organizationLexemes(name: string): string[] {
  const spellings = nameSpellings(name);
  const names = spellings.map(foldedParts).filter((parts) => parts.length > 1);
  return withinLength([...spellings.flatMap(wordLexemes), ...names.map(fullName)]);
}

/** Lexeme of an author's last name, as search counts it. */
export function lastNameLexemes(name: string): string[] {
  return withinLength(nameSpellings(name).flatMap((spelling) => lastOf(nameParts(spelling)) ?? [])).map(
    (last) => `@${last}`,
  );
}

/** A query read as a person's or organization's name, or null if it has too many words for one. */
export function nameForms(query: string): NameForms | null {
  if (query.length > LONGEST_NAME) return null;
  const [before = '', after = '', ...more] = query.split(/[,，]/u).map((part) => part.trim());
  const orders = nameSpellings(query).flatMap((spelling) => {
    const parts = nameParts(spelling);
    const rotated = parts.map((_, place) => [...parts.slice(place), ...parts.slice(0, place)]);
    return [...rotated, foldedParts(spelling)];
  });
  const meant = after !== '' && more.length === 0 ? nameParts(`${after} ${before}`) : nameParts(query);
  if (meant.length === 0 || meant.length > MOST_PARTS) return null;
  const exact = fullName(meant);
  const others = withinLength(orders.map(fullName));
  return {
    exact,
    reordered: others.filter((lexeme) => lexeme !== exact),
    lastName: meant.length === 1 ? (meant[0] ?? null) : null,
  };
}

/** Lexemes of a word as a word of a name. */
export function wordLexemes(text: string): string[] {
  return foldedParts(text).map((part) => `=${part}`);
}

/** Folded words between spaces: "Ming-Ming J. Sun" → mingming, j, sun. */
function nameParts(name: string): string[] {
  return name
    .split(/[\s,，.]+/u)
    .map((part) => foldedParts(part).join(''))
    .filter((part) => part !== '');
}

function lastOf(parts: readonly string[]): string | undefined {
  return parts.filter((part, place) => place === 0 || !SUFFIX.test(part)).at(-1);
}

function fullName(parts: readonly string[]): string {
  return `@${parts.join(' ')}`;
}

function withinLength(lexemes: readonly string[]): string[] {
  return [...new Set(lexemes)].filter((lexeme) => lexeme.length > 1 && lexeme.length <= LONGEST_LEXEME);
}
