import { TITLE_STOP_WORDS } from '../../../config/scoring.ts';
import { arxivPages } from '../arxiv-id.ts';
import { cleanLine } from '../text/clean-text.ts';
import { foldedWords } from '../text/fold-words.ts';
import { bibtexText, bibtexTitle } from './bibtex-text.ts';
import type { CitedName } from './cited-name.ts';
import { arxivDoi, type CitablePaper, citedDate, citedNames } from './cited-paper.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const LONGEST_KEY_PART = 30;

/**
 * A paper as a BibTeX entry of arXiv's own form (`@misc` with `eprint` and `primaryClass`), ending in a
 * newline. `key` replaces the entry's usual key; `mostNames` cuts the authors after so many, with `and
 * others`, which also ends the list where no source names all authors.
 */
export function bibtexEntry(
  paper: CitablePaper,
  { key = bibtexKey(paper), mostNames }: { key?: string; mostNames?: number } = {},
): string {
  const all = citedNames(paper);
  const names = all.slice(0, mostNames);
  const areMore = names.length < all.length || paper.authors.length < paper.authorCount;
  const authors = [...names.map(bibtexName), ...(areMore && names.length > 0 ? ['others'] : [])];
  const { year, month } = citedDate(paper);
  const fields: [name: string, value: string | null][] = [
    ['title', `{${bibtexTitle(cleanLine(paper.title))}}`],
    ['author', authors.length === 0 ? null : `{${authors.join(' and ')}}`],
    ['year', `{${year}}`],
    ['month', MONTHS[month - 1] ?? null],
    ['eprint', `{${paper.id}}`],
    ['archivePrefix', '{arXiv}'],
    [
      'primaryClass',
      paper.primaryCategory === null ? null : `{${bibtexText(cleanLine(paper.primaryCategory))}}`,
    ],
    ['doi', `{${arxivDoi(paper.id)}}`],
    ['url', `{${arxivPages(paper.id).abstract}}`],
    ['note', paper.withdrawn ? '{Withdrawn}' : null],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === null ? [] : [`  ${name.padEnd(13)} = ${value},\n`],
  );
  return `@misc{${key},\n${lines.join('')}}\n`;
}

/**
 * Citation key: family name of the first author, year and first telling word of the title, in ASCII letters
 * and digits (`doe2026agents`). Parts without any are replaced by `arxiv` and the digits of the id.
 */
export function bibtexKey(paper: CitablePaper): string {
  const [first] = citedNames(paper);
  const family = first === undefined ? '' : first.kind === 'person' ? first.family : first.name;
  const name = asciiWords(family).filter((word) => word !== 'the');
  const [word] = asciiWords(cleanLine(paper.title)).filter(
    (each) => !TITLE_STOP_WORDS.has(each) && each.length > 1,
  );
  const author = (first?.kind === 'group' ? name[0] : name.join('')) || 'arxiv';
  const topic = word ?? paper.id.replace(/\D/g, '');
  return `${author.slice(0, LONGEST_KEY_PART)}${citedDate(paper).year}${topic.slice(0, LONGEST_KEY_PART)}`;
}

/**
 * Returns a function that gives each paper of one file a key of its own: a key that is taken gets the digits
 * of the paper's id appended, so that it does not depend on the other papers of the file except for the
 * first.
 */
export function distinctKeys(): (paper: CitablePaper) => string {
  const taken = new Set<string>();
  return (paper) => {
    const key = bibtexKey(paper);
    const own = taken.has(key) ? `${key}-${paper.id.replace(/[^a-z0-9]/g, '')}` : key;
    taken.add(own);
    return own;
  };
}

function asciiWords(text: string): string[] {
  return foldedWords(text)
    .map((word) => word.replace(/[^a-z0-9]/g, ''))
    .filter((word) => word !== '');
}

/** `Doe, Jane`, `Smith, Jr., John`, or a group in braces, inside which commas and `and` mean nothing. */
function bibtexName(name: CitedName): string {
  if (name.kind === 'group') return `{${bibtexText(name.name)}}`;
  return [name.family, name.suffix, name.given].filter(Boolean).map(bibtexText).join(', ');
}
