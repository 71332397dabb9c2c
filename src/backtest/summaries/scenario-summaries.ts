import { RENDERING } from '../../../config/rendering.ts';
import { summarize } from '../../papers/summary/summarize.ts';
import { cutAtSentence } from '../../papers/text/clean-text.ts';
import { type Interval, meanWithInterval } from '../confidence-interval.ts';
import type { Scenario, ScenarioRow } from '../scenario.ts';
import { type HistoryPaper, halfOf, readHistory } from './read-history.ts';
import { restsOf, rougeOne, saysContribution } from './score-summary.ts';

const HISTORY = 'hf/daily_history*.jsonl.gz';
/** Space in an email, and on cards and in feeds. */
const LENGTHS = [RENDERING.summaryLength, 280] as const;

type Method = (paper: HistoryPaper, length: number) => string;

const METHODS: Readonly<Record<string, Method>> = {
  'first sentence': ({ abstract }, length) => cutAtSentence(abstract, length),
  chosen: ({ title, abstract }, length) => summarize({ title, abstract, summary: null }, length),
  // Upper references: they know the answer, or have no limit.
  'best contiguous cut': ({ abstract, summary }, length) => bestCut(abstract, summary, length),
  'whole abstract': ({ abstract }) => abstract,
};

/** Compares the summaries made of abstracts with those that Hugging Face has for the same papers. */
export const summaries: Scenario = {
  name: 'summaries',
  describe: 'summaries made of abstracts, against the ai_summary of the same papers',
  needs: [HISTORY],
  async run(files) {
    const paths = files.get(HISTORY) ?? [];
    const { papers, read } = await readHistory(paths);
    const rows = LENGTHS.flatMap((length) =>
      (['development', 'kept back'] as const).flatMap((half) => {
        const split = papers.filter(({ id }) => halfOf(id) === half);
        return Object.entries(METHODS).map(([method, make]) => rowOf(method, half, length, split, make));
      }),
    );
    return {
      legend:
        'contribution: texts in which the authors say what they did, by a fixed list of verbs. ' +
        'rouge1: F1 of words with the ai_summary. Brackets: 95% bootstrap interval. ' +
        'Rules and weights were fitted to the development half only; the best contiguous cut knows the answer.',
      rows,
      data: { files: paths, lines: read.lines, used: papers.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

function rowOf(
  method: string,
  split: string,
  length: number,
  papers: readonly HistoryPaper[],
  make: Method,
): ScenarioRow {
  const texts = papers.map((paper) => ({ text: make(paper, length), reference: paper.summary }));
  const contribution = meanWithInterval(texts.map(({ text }) => (saysContribution(text) ? 100 : 0)));
  const rouge = meanWithInterval(texts.map(({ text, reference }) => rougeOne(text, reference)));
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, texts.length);
  return {
    method,
    split,
    space: length,
    papers: papers.length,
    ...columns('contribution', contribution, 1),
    ...columns('rouge1', rouge, 3),
    characters: Math.round(characters),
  };
}

function columns(name: string, { mean, low, high }: Interval, digits: number): ScenarioRow {
  const rounded = (value: number) => Number(value.toFixed(digits));
  return { [name]: rounded(mean), [`${name}_low`]: rounded(low), [`${name}_high`]: rounded(high) };
}

function bestCut(abstract: string, reference: string, length: number): string {
  let best = '';
  let bestScore = -1;
  for (const rest of restsOf(abstract)) {
    const text = cutAtSentence(rest, length);
    const score = rougeOne(text, reference);
    if (score > bestScore) [best, bestScore] = [text, score];
  }
  return best;
}
