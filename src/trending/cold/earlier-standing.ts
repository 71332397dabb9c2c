import { foldedWords } from '../../papers/text/fold-words.ts';
import type { ColdPaper } from './cold-features.ts';

/** Sum and number of the standings of earlier papers. */
export type Tally = readonly [sum: number, papers: number];

/** Standing of the earlier papers of authors, organizations and submitters, by folded name. */
export interface EarlierStanding {
  authors: Record<string, Tally>;
  organizations: Record<string, Tally>;
  submitters: Record<string, Tally>;
}

/** Papers of neutral standing that are added to each history, so that a single success proves little. */
const SHRINKAGE = { authors: 2, organizations: 2, submitters: 2 } as const;
/** Longer author lists are read up to here; a mean of more changes nothing. */
const MOST_AUTHORS = 60;

export function noEarlierStanding(): EarlierStanding {
  return { authors: {}, organizations: {}, submitters: {} };
}

/** Key of a name, regardless of case, accents and punctuation; empty for a name without letters. */
export function standingKey(name: string): string {
  return foldedWords(name).join(' ');
}

/** Features by the earlier papers of its authors, organization and submitter. */
export function earlierFeatures(paper: ColdPaper, earlier: EarlierStanding): Map<string, number> {
  const features: [string, number][] = [];
  const organization =
    paper.organization === null ? undefined : tallyOf(earlier.organizations, paper.organization);
  if (organization) {
    features.push(
      ['earlier papers of the organization', shrunk(organization, SHRINKAGE.organizations)],
      ['organization was on lists', Math.log1p(organization[1])],
    );
  }
  const submitter = paper.submitter === null ? undefined : tallyOf(earlier.submitters, paper.submitter);
  if (submitter) {
    features.push(
      ['earlier papers of the submitter', shrunk(submitter, SHRINKAGE.submitters)],
      ['submitter put papers on lists', Math.log1p(submitter[1])],
    );
  }
  const authors = paper.authors
    .slice(0, MOST_AUTHORS)
    .map((name) => tallyOf(earlier.authors, name))
    .filter((tally) => tally !== undefined);
  if (authors.length > 0) {
    const values = authors.map((tally) => shrunk(tally, SHRINKAGE.authors));
    const ends = [paper.authors[0], paper.authors.at(-1)].map((name) => tallyOf(earlier.authors, name ?? ''));
    const [first, last] = ends.map((tally) => (tally ? shrunk(tally, SHRINKAGE.authors) : 0));
    features.push(
      [
        'earlier papers of the authors',
        values.reduce((sum, value) => sum + value, 0) / Math.sqrt(values.length),
      ],
      ['best earlier author', Math.max(0, ...values)],
      ['earlier papers of the first author', first ?? 0],
      ['earlier papers of the last author', last ?? 0],
      ['authors were on lists', Math.log1p(authors.length)],
      ['papers of its authors on lists', Math.log1p(authors.reduce((sum, [, papers]) => sum + papers, 0))],
    );
  }
  return new Map(features.filter(([, value]) => value !== 0));
}

/** Adds a paper's standing to the history of its authors, organization and submitter. */
export function addStanding(earlier: EarlierStanding, paper: ColdPaper, standing: number): void {
  const add = (tallies: Record<string, Tally>, name: string) => {
    const key = standingKey(name);
    if (key === '') return;
    const [sum, papers] = ownTally(tallies, key) ?? [0, 0];
    tallies[key] = [sum + standing, papers + 1];
  };
  for (const name of paper.authors.slice(0, MOST_AUTHORS)) add(earlier.authors, name);
  if (paper.organization !== null) add(earlier.organizations, paper.organization);
  if (paper.submitter !== null) add(earlier.submitters, paper.submitter);
}

function tallyOf(tallies: Record<string, Tally>, name: string): Tally | undefined {
  return ownTally(tallies, standingKey(name));
}

/** Names come from outside: `constructor` is no tally. */
function ownTally(tallies: Record<string, Tally>, key: string): Tally | undefined {
  return Object.hasOwn(tallies, key) ? tallies[key] : undefined;
}

function shrunk([sum, papers]: Tally, shrinkage: number): number {
  return sum / (papers + shrinkage);
}
