import { writeFile } from 'node:fs/promises';
import { findFiles } from '../src/backtest/find-files.ts';
import { asColdPaper, toPastList } from '../src/backtest/trending/cold-fit.ts';
import { LISTING, readListing } from '../src/backtest/trending/read-listing.ts';
import { readRecordedLists } from '../src/backtest/trending/recorded-lists.ts';
import { arxiv } from '../src/backtest/trending/scenario-arxiv.ts';
import type { ColdHead, ColdModel } from '../src/trending/cold/cold-model.ts';
import { fitColdModel } from '../src/trending/cold/fit-cold-model.ts';

const TARGET = new URL('../src/trending/cold/shipped-model.json', import.meta.url);
/** A smaller coefficient moves no paper. */
const SMALLEST = 0.02;
/** Organizations with fewer papers prove nothing. */
const FEWEST_PAPERS = 3;

// Makes the cold model that Paperboy ships with: node --import tsx bench/cold-prior.ts <data folder>
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Pass the folder of the recorded data.');
const files = await findFiles(folder, arxiv);
const { lists } = await readRecordedLists(files);
const { papers } = await readListing(files.get(LISTING) ?? [], lists);
const unlisted = papers
  .filter(({ listed }) => !listed)
  .map((paper) => ({ day: paper.published, paper: asColdPaper(paper) }));
const model = await fitColdModel({ lists: lists.map(toPastList), unlisted, label: 'shipped' });
if (model === null) throw new Error('The folder has too few lists.');
await writeFile(TARGET, `${JSON.stringify(compact(model))}\n`);
process.stdout.write(`${model.version}: ${model.lists} lists, ${model.papers} papers\n`);

/** Rounded, without weak coefficients and without persons. */
function compact({ standing, listed, earlier, ...rest }: ColdModel): ColdModel {
  const organizations = Object.entries(earlier.organizations)
    .filter(([, [, papers]]) => papers >= FEWEST_PAPERS)
    .map(([name, [sum, papers]]) => [name, [rounded(sum), papers]] as const);
  return {
    ...rest,
    standing: compactHead(standing),
    listed: listed && compactHead(listed),
    earlier: { authors: {}, organizations: Object.fromEntries(organizations), submitters: {} },
  };
}

function compactHead({ mean, spread, coefficients }: ColdHead): ColdHead {
  const kept = Object.entries(coefficients)
    .map(([name, value]) => [name, rounded(value)] as const)
    .filter(([, value]) => Math.abs(value) >= SMALLEST);
  return { mean: rounded(mean), spread: rounded(spread), coefficients: Object.fromEntries(kept) };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
