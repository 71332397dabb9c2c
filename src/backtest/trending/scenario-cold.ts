import { ndcgAtTen } from '../../trending/cold/ndcg.ts';
import { meanFigure } from '../confidence-interval.ts';
import type { Scenario } from '../scenario.ts';
import { readMeasuredLists } from './cold-fit.ts';
import {
  byFallingValue,
  chanceOf,
  describeMeasured,
  inOrder,
  rankCandidates,
  toCandidates,
} from './order-papers.ts';
import { dataOf, FINAL_LISTS, HISTORY, type RecordedPaper } from './recorded-lists.ts';

type Measure = (order: readonly RecordedPaper[]) => number | null;

const MEASURES: Readonly<Record<string, Measure>> = {
  'ndcg@10': (order) => ndcgAtTen(order.map(({ upvotes }) => Math.log1p(upvotes))),
  'ndcg@10, gain upvotes': (order) => ndcgAtTen(order.map(({ upvotes }) => upvotes)),
};

/** Order of a list when it opens, before the first vote, against its final upvotes. */
export const cold: Scenario = {
  name: 'cold',
  describe: 'order of a daily list before its first vote, against its final upvotes',
  needs: [],
  needsOneOf: [FINAL_LISTS, HISTORY],
  async run(files, options) {
    const { read, gaps, from, measured, expected, legend } = await readMeasuredLists(files, options.from);
    const orders = measured.map(({ day, papers }) => ({
      papers,
      paperboy: inOrder(
        papers,
        rankCandidates(toCandidates(day, papers, { expected }), new Date(`${day}T01:00:00Z`)),
      ),
      'number of authors': byFallingValue(papers, ({ authors }) => authors.length),
    }));
    const figures = Object.entries(MEASURES).flatMap(([name, measure]) => {
      const values = (of: (each: (typeof orders)[number]) => number | null) =>
        orders.flatMap((each) => of(each) ?? []);
      return [
        meanFigure(
          name,
          'paperboy',
          values((each) => measure(each.paperboy)),
        ),
        meanFigure(
          name,
          'chance',
          values((each) => chanceOf(each.papers, measure)),
        ),
        meanFigure(
          name,
          'number of authors',
          values((each) => measure(each['number of authors'])),
        ),
      ];
    });
    return {
      legend:
        'ndcg@10: the gain of a paper is ln(1 + upvotes), or its upvotes where the measure says so; mean over ' +
        `the lists. chance: mean over 50 random orders. ${legend} ${describeMeasured(from)} ${gaps}`.trim(),
      figures,
      data: dataOf(read, measured),
    };
  },
};
