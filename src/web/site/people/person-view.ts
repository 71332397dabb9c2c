import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import type { NamedBy } from '../../../papers/lists/people-queries.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import { nameKey, nameSlug } from '../../../papers/text/name-key.ts';

const LONGEST_NAME = 200;
/** Limits of an interest in subscribers/preferences/preference.ts. */
const INTEREST_LENGTH = { min: 2, max: 120 } as const;

/** Form field that takes names of this kind on the subscribe and preferences pages. */
const FOLLOW_FIELDS = { author: 'authors', organization: 'organizations' } as const;

/** A name with the address of its page; no path for a name without letters. */
export interface NameLink {
  name: string;
  path: string | null;
}

/** Path of an author's or organization's page; null for a name without letters or digits. */
export function namePath(kind: NamedBy['kind'], name: string): string | null {
  const key = nameKey(name);
  return key === '' ? null : keyPath({ kind, key });
}

/** Path of the page of a key. */
export function keyPath({ kind, key }: NamedBy): string {
  return `/${FOLLOW_FIELDS[kind]}/${encodeURIComponent(nameSlug(key))}`;
}

/** An external name, cleaned and cut, with the path of its page. */
export function nameLink(kind: NamedBy['kind'], name: string): NameLink {
  const clean = cleanLine(name);
  return { name: cutAtWord(clean, LONGEST_NAME), path: namePath(kind, clean) };
}

/** The name as the newest of these papers spells it, else its key. */
export function spellingOf({ kind, key }: NamedBy, papers: readonly ListedPaper[]): string {
  for (const { authors, organization } of papers) {
    const names = kind === 'author' ? authors : [organization ?? ''];
    const found = names.find((name) => nameKey(name) === key);
    if (found !== undefined) return cleanLine(found);
  }
  return key;
}

/**
 * Query of the subscribe or preferences page with this name to follow; null where no interest could match it:
 * names of one letter, or longer than an interest may be.
 */
export function followQuery({ kind, key }: NamedBy, name: string): string | null {
  const { min, max } = INTEREST_LENGTH;
  const value = name.replaceAll(';', ' ').normalize('NFC').trim();
  if (value.length < min || value.length > max || nameKey(value) !== key) return null;
  return `?${new URLSearchParams({ [FOLLOW_FIELDS[kind]]: value })}`;
}
