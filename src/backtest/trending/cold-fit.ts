import type { ColdPaper } from '../../trending/cold/cold-features.ts';
import { type ColdModel, predictStanding } from '../../trending/cold/cold-model.ts';
import {
  FEWEST_LISTS,
  fitColdModel,
  type PastList,
  type UnlistedPaper,
} from '../../trending/cold/fit-cold-model.ts';
import { listsToMeasure } from './order-papers.ts';
import { type RecordedList, type RecordedPaper, readRecordedLists } from './recorded-lists.ts';

/** A model fitted on what was known before a day, and what a legend says about it. */
export interface EarlierModel {
  model: ColdModel | null;
  legend: string;
}

/** Fits the cold model on the lists before a day alone. */
export async function fitBefore(
  lists: readonly RecordedList[],
  from: string,
  unlisted: readonly UnlistedPaper[] = [],
): Promise<EarlierModel> {
  const earlier = lists.filter(({ day }) => day < from).map(toPastList);
  const model = await fitColdModel({ lists: earlier, unlisted, label: 'fitted' });
  if (model === null)
    return {
      model,
      legend: `Fewer than ${FEWEST_LISTS} lists before ${from}: paperboy ran without the cold model.`,
    };
  return { model, legend: `Cold model fitted on ${model.lists} lists up to ${model.until}.` };
}

/** Lists to measure from a day on, and what the model of the lists before it expects of their papers. */
export async function readMeasuredLists(files: ReadonlyMap<string, readonly string[]>, day: string | null) {
  const { lists, read, gaps } = await readRecordedLists(files);
  const { from, measured } = listsToMeasure(lists, day);
  const { model, legend } = await fitBefore(lists, from);
  return { read, gaps, from, measured, expected: expectedBy(model), legend };
}

/** Standing that a model expects of a recorded paper; null without a model. */
export function expectedBy(model: ColdModel | null): (paper: RecordedPaper) => number | null {
  return (paper) => (model ? predictStanding(model, toColdPaper(paper), true) : null);
}

export function toPastList({ day, papers }: RecordedList): PastList {
  return { day, papers: papers.map((paper) => ({ paper: toColdPaper(paper), upvotes: paper.upvotes })) };
}

function toColdPaper({
  title,
  abstract,
  authors,
  organization,
  hasCode,
  hasProject,
}: RecordedPaper): ColdPaper {
  return {
    title,
    abstract,
    authors,
    authorCount: authors.length,
    organization,
    submitter: null,
    hasCode,
    hasProject,
  };
}

/** A paper of which only title, abstract and authors are known. */
export function asColdPaper({
  title,
  abstract,
  authors,
}: Pick<RecordedPaper, 'title' | 'abstract' | 'authors'>): ColdPaper {
  const unknown = { organization: null, submitter: null, hasCode: false, hasProject: false };
  return { title, abstract, authors, authorCount: authors.length, ...unknown };
}
