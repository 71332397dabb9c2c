import { arxivPages } from '../arxiv-id.ts';
import { cleanLine, cleanLongLine } from '../text/clean-text.ts';
import type { CitedName } from './cited-name.ts';
import { arxivDoi, type CitablePaper, citedDate, citedNames } from './cited-paper.ts';

const LONGEST_ABSTRACT = 10_000;

/**
 * A paper as a RIS record with CRLF line endings, as its specification asks. The type is `UNPB` (unpublished
 * work), which reference managers use for preprints. Values are single lines, so none can add a tag.
 */
export function risRecord(paper: CitablePaper): string {
  const { year, month, day } = citedDate(paper);
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  const date = `${year}/${twoDigits(month)}/${day === null ? '' : twoDigits(day)}/`;
  const pages = arxivPages(paper.id);
  const lines: [tag: string, value: string][] = [
    ['TY', 'UNPB'],
    ['ID', paper.id],
    ...citedNames(paper).map((name): [string, string] => ['AU', risName(name)]),
    ['TI', cleanLine(paper.title)],
    ['PY', String(year)],
    ['DA', date],
    ['PB', 'arXiv'],
    ['M1', `arXiv:${paper.id}`],
    ['DO', arxivDoi(paper.id)],
    ['UR', pages.abstract],
    ['L1', pages.pdf],
    ...paper.categories.map((category): [string, string] => ['KW', cleanLine(category)]),
    ['AB', cleanLongLine(paper.abstract ?? '', LONGEST_ABSTRACT)],
    ['N1', paper.withdrawn ? 'Withdrawn' : ''],
  ];
  const written = lines.filter(([, value]) => value !== '').map(([tag, value]) => `${tag}  - ${value}\r\n`);
  return `${written.join('')}ER  - \r\n`;
}

/** `Doe, Jane` or `Smith, John, Jr.`; a group's commas would split its name and become spaces. */
function risName(name: CitedName): string {
  if (name.kind === 'group') return name.name.replace(/\s*,\s*/g, ' ').trim();
  return [name.family, name.given, name.suffix].filter(Boolean).join(', ');
}
