import { z } from 'zod';
import { type ColdPaper, isWordFeature, plainFeatures, TITLE_WORD, wordFeatures } from './cold-features.ts';
import { type EarlierStanding, earlierFeatures } from './earlier-standing.ts';

const finite = z.number().refine(Number.isFinite);
const tallies = z.record(z.string(), z.tuple([finite, finite]).readonly());
const headSchema = z.object({
  /** Prediction of an ordinary paper, and the spread of predictions. */
  mean: finite,
  spread: finite.refine((value) => value > 0),
  coefficients: z.record(z.string(), finite),
});

/** Linear model of a paper's standing before anyone votes. Plain JSON, so that it can be stored and read. */
export const coldModelSchema = z.object({
  /** `shipped-…` or `fitted-…`, with the newest day that it has seen, and a number from the second one on. */
  version: z.string().regex(/^[a-z]+-\d{4}-\d\d-\d\d(?:-\d+)?$/),
  /** Newest list that it was fitted on, YYYY-MM-DD. */
  until: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  lists: z.number().int(),
  papers: z.number().int(),
  /** Standing within a list, in standard deviations of ln(1 + upvotes). */
  standing: headSchema,
  /** Whether a paper will be on a list; null without unlisted papers to learn from. */
  listed: headSchema.nullable(),
  earlier: z.object({ authors: tallies, organizations: tallies, submitters: tallies.default({}) }),
});

export type ColdModel = z.infer<typeof coldModelSchema>;
export type ColdHead = z.infer<typeof headSchema>;

/** One part of a prediction, in words. */
export interface ColdTerm {
  name: string;
  contribution: number;
}

/** Prediction of a model for one paper; terms by falling weight, with `ordinary paper` they add up to it. */
export interface ColdPrediction {
  value: number;
  terms: ColdTerm[];
}

/** A prediction beyond this is an outlier of the model, not of the paper. */
const LARGEST = 3;
const WORDS_SHOWN = 12;

/**
 * Standing that a paper is expected to reach within its list, 0 for an ordinary one. For a paper on no list,
 * how likely it is to be on one, in spreads.
 */
export function predictStanding(model: ColdModel, paper: ColdPaper, listed: boolean): number {
  const head = headOf(model, listed);
  let sum = -head.mean;
  for (const [name, value] of featuresFor(model, paper, listed)) sum += value * coefficientOf(head, name);
  return bounded(sum / (listed ? 1 : head.spread));
}

/** The same prediction with the contribution of each feature; the weakest words are summed up. */
export function explainStanding(model: ColdModel, paper: ColdPaper, listed: boolean): ColdPrediction {
  const head = headOf(model, listed);
  const scale = listed ? 1 : head.spread;
  const all = [...featuresFor(model, paper, listed)]
    .map(([name, value]) => ({ name, contribution: (value * coefficientOf(head, name)) / scale }))
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.name < b.name ? -1 : 1));
  const words = all.filter(({ name }) => isWordFeature(name));
  const hidden = new Set(words.slice(WORDS_SHOWN));
  const rest = words.slice(WORDS_SHOWN).reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    value: predictStanding(model, paper, listed),
    terms: [
      { name: 'ordinary paper', contribution: -head.mean / scale },
      ...all.filter((term) => !hidden.has(term)).map((term) => ({ ...term, name: inWords(term.name) })),
      ...(hidden.size > 0 ? [{ name: `${hidden.size} other words`, contribution: rest }] : []),
    ],
  };
}

/** All features of a paper. */
export function featuresOf(paper: ColdPaper, earlier: EarlierStanding): Map<string, number> {
  return new Map([...plainFeatures(paper), ...earlierFeatures(paper, earlier), ...wordFeatures(paper)]);
}

/**
 * Features that arXiv can know, too: no organization, no submitter and no links. A feature that only lists have would tell
 * listed papers by nothing else.
 */
export function arxivFeatures(paper: ColdPaper, earlier: EarlierStanding): Map<string, number> {
  return featuresOf(
    { ...paper, organization: null, submitter: null, hasCode: false, hasProject: false },
    earlier,
  );
}

function featuresFor({ earlier }: ColdModel, paper: ColdPaper, listed: boolean): Map<string, number> {
  return listed ? featuresOf(paper, earlier) : arxivFeatures(paper, earlier);
}

function headOf(model: ColdModel, listed: boolean): ColdHead {
  return listed ? model.standing : (model.listed ?? model.standing);
}

/** Words come from outside: `constructor` has no coefficient. */
function coefficientOf({ coefficients }: ColdHead, name: string): number {
  return Object.hasOwn(coefficients, name) ? (coefficients[name] ?? 0) : 0;
}

function bounded(value: number): number {
  return Math.min(LARGEST, Math.max(-LARGEST, value));
}

function inWords(name: string): string {
  if (!isWordFeature(name)) return name;
  return `“${name.slice(2)}” in the ${name.startsWith(TITLE_WORD) ? 'title' : 'abstract'}`;
}
