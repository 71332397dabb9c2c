import { RENDERING } from '../../../config/rendering.ts';
import { summarize } from '../../papers/summary/summarize.ts';
import { cutAtSentence } from '../../papers/text/clean-text.ts';
import { meanFigure } from '../confidence-interval.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { type HistoryPaper, halfOf, readHistory } from './read-history.ts';
import { restsOf, rougeOne, saysContribution } from './score-summary.ts';

const HISTORY = 'hf/daily_history*.jsonl.gz';
/** Space in an email, and on cards and in feeds. */
const LENGTHS = [RENDERING.summaryLength, 280] as const;

type Method = (paper: HistoryPaper, length: number) => string;

const METHODS: Readonly<Record<string, Method>> = {
  'first sentence': ({ abstract }, length) => cutAtSentence(abstract, length),
  paperboy: ({ title, abstract }, length) => summarize({ title, abstract, summary: null }, length),
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
    const figures = (['kept back', 'development'] as const).flatMap((half) => {
      const split = papers.filter(({ id }) => halfOf(id) === half);
      const suffix = half === 'kept back' ? '' : ', development half';
      return LENGTHS.flatMap((length) =>
        Object.entries(METHODS).flatMap(([method, make]) =>
          figuresOf(method, `@${length}${suffix}`, split, (paper) => make(paper, length)),
        ),
      );
    });
    return {
      legend:
        'contribution: share of texts in which the authors say what they did, by a fixed list of verbs. ' +
        'rouge1: F1 of words with the ai_summary. characters: mean length. @: space in characters. ' +
        'Rules and weights were fitted to the development half only, whatever the day; the best contiguous ' +
        'cut knows the answer.',
      figures,
      data: { files: paths, lines: read.lines, used: papers.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

function figuresOf(
  system: string,
  suffix: string,
  papers: readonly HistoryPaper[],
  make: (paper: HistoryPaper) => string,
): Figure[] {
  const texts = papers.map((paper) => ({ text: make(paper), reference: paper.summary }));
  const mean = (measure: string, value: (each: (typeof texts)[number]) => number) =>
    meanFigure(`${measure}${suffix}`, system, texts.map(value));
  return [
    mean('contribution', ({ text }) => (saysContribution(text) ? 1 : 0)),
    mean('rouge1', ({ text, reference }) => rougeOne(text, reference)),
    mean('characters', ({ text }) => text.length),
  ];
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
