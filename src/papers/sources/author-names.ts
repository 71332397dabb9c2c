import { LONGEST, MOST_AUTHORS, readableWithin } from './entry-fields.ts';

/** Words between names in a list of authors, or in place of the remaining names. */
const NO_NAME = /^(?:and|&|et\.? ?al\.?|(?:and )?others|etc\.?)$/i;

/** Authors as a source lists them. */
export interface ListedAuthors {
  authors: string[];
  authorCount: number;
}

/**
 * Readable names of a source's authors, at most 5,000, and how many authors it lists. A null is an author who
 * is not named; so is an entry without a letter, like the `:` after a collaboration on arXiv: neither is
 * shown, both count. A word like "and" or "et al." between the names is no author.
 */
export function listedAuthors(raw: readonly (string | null | undefined)[]): ListedAuthors {
  const authors: string[] = [];
  let authorCount = 0;
  for (const each of raw) {
    // Beyond the names that are kept, only the count matters.
    const name = authors.length < MOST_AUTHORS ? authorName(each) : null;
    if (name !== null && NO_NAME.test(name)) continue;
    authorCount += 1;
    if (name !== null) authors.push(name);
  }
  return { authors, authorCount };
}

/** One name without what belongs to the list: "and Ann Lee", "Example Robotics:", "Ann Lee et al.". */
function authorName(raw: string | null | undefined): string | null {
  const name = readableWithin(raw, LONGEST.name);
  if (name === null || NO_NAME.test(name)) return name;
  const alone = name
    .replace(/^(?:[\s:;,&·•*-]+|and )+/, '')
    .replace(/,? et\.? al\.?$/i, '')
    .replace(/[\s:;,&]+$/, '');
  return /\p{L}/u.test(alone) ? alone : null;
}
