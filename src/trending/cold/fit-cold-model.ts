import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ColdPaper } from './cold-features.ts';
import { arxivFeatures, type ColdHead, type ColdModel, featuresOf } from './cold-model.ts';
import { addStanding, type EarlierStanding, noEarlierStanding } from './earlier-standing.ts';
import { type FitSettings, fitSamples, type Sample } from './fit-samples.ts';

/** A list of the past: its papers with their upvotes. */
export interface PastList {
  /** YYYY-MM-DD. */
  day: string;
  papers: readonly { paper: ColdPaper; upvotes: number }[];
}

/** A paper that was on no list, by the day of its publication. */
export interface UnlistedPaper {
  day: string;
  paper: ColdPaper;
}

export interface FitInput {
  /** One per day. */
  lists: readonly PastList[];
  unlisted: readonly UnlistedPaper[];
  /** Start of the version, for example `fitted`. */
  label: string;
  /** Model that the coefficients are pulled to where the lists say little. */
  prior?: ColdModel;
}

/** Fewer papers have no order to learn from. */
export const SHORTEST_FITTED_LIST = 5;
/** Lists needed for a model of their own, and lists at the end on which settings are compared. */
export const FEWEST_LISTS = 10;
const COMPARED_LISTS = 20;
/** Listed papers learn against unlisted ones of the same season only, so that fashions are not mistaken. */
const LISTED_DAYS = 120;
const FEWEST_UNLISTED = 100;
/** Lists read in one turn of the event loop, about a tenth of a second. */
const LISTS_PER_TURN = 10;

const STANDING_SETTINGS: readonly FitSettings[] = [
  { plainPenalty: 30, wordPenalty: 8, halfLifeDays: 120 },
  { plainPenalty: 30, wordPenalty: 8, halfLifeDays: 500 },
  { plainPenalty: 30, wordPenalty: 3, halfLifeDays: 500 },
];
const LISTED_SETTINGS: FitSettings = { plainPenalty: 80, wordPenalty: 8, halfLifeDays: 1_000 };

/**
 * Fits a model on lists of the past, whatever their order: the standing of a paper within its list, and what
 * tells listed from unlisted papers. Every paper reads the history of its authors and organization as of
 * the day before. Settings are those that order the last lists best when fitted on the others. Null with
 * fewer than ten lists.
 */
export async function fitColdModel({ lists, unlisted, label, prior }: FitInput): Promise<ColdModel | null> {
  const usable = lists
    .filter(({ papers }) => papers.length >= SHORTEST_FITTED_LIST)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const until = usable.at(-1)?.day;
  if (until === undefined || usable.length < FEWEST_LISTS) return null;
  const pool = [...unlisted].sort((a, b) => (a.day < b.day ? -1 : 1));
  const { standing, listed, earlier } = await samplesOf(usable, pool, until);
  const start = prior?.standing.coefficients ?? {};
  const settings = await bestSettings(standing, usable, start);
  const coefficients = await fitSamples(standing, settings, start);
  return {
    version: `${label}-${until}`,
    until,
    lists: usable.length,
    papers: standing.length,
    standing: headOf(coefficients, standing),
    listed: (await fitListed(listed, coefficients)) ?? prior?.listed ?? null,
    earlier,
  };
}

/** ln(1 + upvotes) of a list in standard deviations from their mean; 0 for equal ones. */
export function standingsOf(upvotes: readonly number[]): number[] {
  const heats = upvotes.map((value) => Math.log1p(value));
  const mean = heats.reduce((sum, heat) => sum + heat, 0) / heats.length;
  const variance = heats.reduce((sum, heat) => sum + (heat - mean) ** 2, 0) / heats.length;
  return heats.map((heat) => (heat - mean) / Math.max(0.3, Math.sqrt(variance)));
}

interface Samples {
  standing: Sample[];
  listed: Sample[];
  earlier: EarlierStanding;
}

/** Walks through the days once, so that no paper reads its own day or a later one. */
async function samplesOf(
  lists: readonly PastList[],
  unlisted: readonly UnlistedPaper[],
  until: string,
): Promise<Samples> {
  const earlier = noEarlierStanding();
  const standing: Sample[] = [];
  const listed: Sample[] = [];
  const since = new Date(Date.parse(until) - LISTED_DAYS * 86_400_000).toISOString().slice(0, 10);
  let next = 0;
  const takeUnlisted = (day: string) => {
    for (; next < unlisted.length && (unlisted[next]?.day ?? '') <= day; next++) {
      const { paper, day: published } = unlisted[next] as UnlistedPaper;
      if (published < since) continue;
      listed.push({ features: arxivFeatures(paper, earlier), target: 0, group: 0, day: published });
    }
  };
  for (const [group, { day, papers }] of lists.entries()) {
    if (group % LISTS_PER_TURN === 0) await nextTurn();
    takeUnlisted(day);
    const standings = standingsOf(papers.map(({ upvotes }) => upvotes));
    papers.forEach(({ paper }, index) => {
      standing.push({ features: featuresOf(paper, earlier), target: standings[index] ?? 0, group, day });
      if (day >= since && unlisted.length > 0)
        listed.push({ features: arxivFeatures(paper, earlier), target: 1, group: 0, day });
    });
    papers.forEach(({ paper }, index) => {
      addStanding(earlier, paper, standings[index] ?? 0);
    });
  }
  takeUnlisted(until);
  return { standing, listed, earlier };
}

/**
 * What tells listed from unlisted papers, plus the standing that a paper would have on a list: lists and
 * arXiv may be recorded differently, and the second part has seen lists alone. On papers of three days kept
 * back, the sum had an AUC of .78 to .79, the first part alone .77 to .79, the second .68 to .74.
 */
async function fitListed(
  samples: readonly Sample[],
  standing: Readonly<Record<string, number>>,
): Promise<ColdHead | null> {
  const unlisted = samples.filter(({ target }) => target === 0);
  if (unlisted.length < FEWEST_UNLISTED || unlisted.length === samples.length) return null;
  const { spread, coefficients } = headOf(await fitSamples(samples, LISTED_SETTINGS), unlisted);
  const sum = new Map(Object.entries(standing));
  for (const [name, value] of Object.entries(coefficients))
    sum.set(name, (sum.get(name) ?? 0) + value / spread);
  return headOf(Object.fromEntries(sum), unlisted);
}

async function bestSettings(
  samples: readonly Sample[],
  lists: readonly PastList[],
  start: Readonly<Record<string, number>>,
): Promise<FitSettings> {
  const [first] = STANDING_SETTINGS as [FitSettings];
  const split = lists.at(-COMPARED_LISTS)?.day;
  if (split === undefined || lists.length < 3 * COMPARED_LISTS) return first;
  const earlier = samples.filter(({ day }) => day < split);
  const later = samples.filter(({ day }) => day >= split);
  let best = { settings: first, score: Number.NEGATIVE_INFINITY };
  for (const settings of STANDING_SETTINGS) {
    const score = agreement(await fitSamples(earlier, settings, start), later);
    if (score > best.score) best = { settings, score };
  }
  return best.settings;
}

/** Mean product of prediction and target within the groups, over the spread of the predictions. */
function agreement(coefficients: Readonly<Record<string, number>>, samples: readonly Sample[]): number {
  const predictions = predictionsOf(coefficients, samples);
  const means = new Map<number, { sum: number; count: number }>();
  samples.forEach(({ group }, index) => {
    const mean = means.get(group) ?? { sum: 0, count: 0 };
    means.set(group, { sum: mean.sum + (predictions[index] ?? 0), count: mean.count + 1 });
  });
  let product = 0;
  let square = 0;
  samples.forEach(({ group, target }, index) => {
    const { sum, count } = means.get(group) ?? { sum: 0, count: 1 };
    const centered = (predictions[index] ?? 0) - sum / count;
    product += centered * target;
    square += centered ** 2;
  });
  return square === 0 ? 0 : product / Math.sqrt(square);
}

function headOf(coefficients: Record<string, number>, samples: readonly Sample[]): ColdHead {
  const predictions = predictionsOf(coefficients, samples);
  const mean = predictions.reduce((sum, value) => sum + value, 0) / predictions.length;
  const variance = predictions.reduce((sum, value) => sum + (value - mean) ** 2, 0) / predictions.length;
  return { mean, spread: Math.max(1e-6, Math.sqrt(variance)), coefficients };
}

function predictionsOf(coefficients: Readonly<Record<string, number>>, samples: readonly Sample[]): number[] {
  const known = new Map(Object.entries(coefficients));
  return samples.map(({ features }) => {
    let sum = 0;
    for (const [name, value] of features) sum += value * (known.get(name) ?? 0);
    return sum;
  });
}
