import { choosePicks } from '../../editions/choose-picks.ts';
import { shortlist } from '../../editions/matching/shortlist.ts';
import type { PoolPaper } from '../../editions/pool-paper.ts';
import { NOTHING_RECEIVED } from '../../editions/sent-papers-queries.ts';
import { meanFigure } from '../confidence-interval.ts';
import type { Scenario } from '../scenario.ts';
import { type expectedBy, readMeasuredLists } from './cold-fit.ts';
import { byFallingValue, chanceOf, describeMeasured, rankCandidates, toCandidates } from './order-papers.ts';
import { topFiveValue } from './rank-measures.ts';
import { dataOf, FINAL_LISTS, HISTORY, type RecordedList, type RecordedPaper } from './recorded-lists.ts';

const SIZES = [5, 7, 10] as const;

/** What a reader without topics receives on the morning of a list, before its first vote. */
export const sameMorning: Scenario = {
  name: 'same-morning',
  describe: "share of a list's later top five in the digest of its morning, before the first vote",
  needs: [],
  needsOneOf: [FINAL_LISTS, HISTORY],
  async run(files, options) {
    const { read, gaps, from, measured, expected, legend } = await readMeasuredLists(files, options.from);
    const pools = measured.map((list) => ({ list, pool: poolOf(list, expected) }));
    const figures = SIZES.flatMap((size) => {
      const measure = `share of top five@${size}`;
      return [
        meanFigure(
          measure,
          'paperboy',
          pools.map(({ list, pool }) => shareOf(list, picksOf(pool, size))),
        ),
        meanFigure(
          measure,
          'chance',
          measured.map((list) => chanceOf(list.papers, (order) => shareOf(list, idsOf(order, size))) ?? 0),
        ),
        meanFigure(
          measure,
          'number of authors',
          measured.map((list) =>
            shareOf(
              list,
              idsOf(
                byFallingValue(list.papers, ({ authors }) => authors.length),
                size,
              ),
            ),
          ),
        ),
      ];
    });
    return {
      legend:
        'share of top five@n: share of the five papers with the most upvotes in the end (with all that equal ' +
        'the fifth) that are among the n picks of a reader without topics, by the code that picks for a ' +
        `digest, from that day's list alone. ${legend} ${describeMeasured(from)} ${gaps}`.trim(),
      figures,
      data: dataOf(read, measured),
    };
  },
};

function poolOf({ day, papers }: RecordedList, expected: ReturnType<typeof expectedBy>): PoolPaper[] {
  const scores = rankCandidates(toCandidates(day, papers, { expected }), new Date(`${day}T01:00:00Z`));
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return scores.flatMap((score) => {
    const paper = byId.get(score.paperId);
    if (!paper) return [];
    const { title, abstract, authors, organization, hasCode } = paper;
    return {
      ...score,
      title,
      abstract,
      authors,
      organization,
      hasCode,
      publicAt: new Date(`${day}T00:00:00Z`),
    };
  });
}

function picksOf(pool: readonly PoolPaper[], size: number): Set<string> {
  const picks = choosePicks(shortlist(pool, { size, interests: [] }), NOTHING_RECEIVED, size);
  return new Set(picks.map(({ paperId }) => paperId));
}

function idsOf(order: readonly RecordedPaper[], size: number): Set<string> {
  return new Set(order.slice(0, size).map(({ id }) => id));
}

/** Of five or more papers at the top, those picked; never above 1. */
function shareOf({ papers }: RecordedList, picked: ReadonlySet<string>): number {
  const least = topFiveValue(papers.map(({ upvotes }) => upvotes));
  const hits = papers.filter(({ id, upvotes }) => upvotes >= least && picked.has(id)).length;
  return Math.min(5, hits) / 5;
}
