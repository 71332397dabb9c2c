import { predictStanding } from '../../trending/cold/cold-model.ts';
import { twoGroupFigure } from '../confidence-interval.ts';
import type { Scenario } from '../scenario.ts';
import { asColdPaper, fitBefore } from './cold-fit.ts';
import { areaUnderCurve } from './rank-measures.ts';
import { LISTING, type ListingPaper, readListing } from './read-listing.ts';
import { FINAL_LISTS, HISTORY, readRecordedLists } from './recorded-lists.ts';

type System = (paper: ListingPaper) => number;

/** Which papers of arXiv will be on a Hugging Face list. */
export const arxiv: Scenario = {
  name: 'arxiv',
  describe: 'which papers of arXiv will be on a Hugging Face list',
  needs: [LISTING],
  needsOneOf: [HISTORY, FINAL_LISTS],
  async run(files, options) {
    const { lists, read: readLists, gaps } = await readRecordedLists(files);
    const { papers, read } = await readListing(files.get(LISTING) ?? [], lists);
    const from = options.from ?? laterHalf(papers);
    const measured = papers.filter(({ published }) => published >= from);
    // Labels of the earlier papers by the earlier lists: on a later one, a paper was not listed yet.
    const listedBefore = new Set(
      lists.filter(({ day }) => day < from).flatMap((list) => list.papers.map(({ id }) => id)),
    );
    const unlisted = papers
      .filter(({ id, published, fromListing }) => fromListing && published < from && !listedBefore.has(id))
      .map((paper) => ({ day: paper.published, paper: asColdPaper(paper) }));
    const { model, legend } = await fitBefore(lists, from, unlisted);
    const systems: Record<string, System> = {
      ...(model ? { paperboy: (paper) => predictStanding(model, asColdPaper(paper), false) } : {}),
      'number of authors': ({ authors }) => authors.length,
    };
    const figures = Object.entries(systems).flatMap(([system, score]) => {
      const figure = (measure: string, chosen: readonly ListingPaper[]) =>
        twoGroupFigure(measure, system, byListed(chosen, score), areaUnderCurve);
      return [
        figure('auc', measured),
        figure(
          'auc within the listing',
          measured.filter(({ fromListing }) => fromListing),
        ),
      ];
    });
    return {
      legend:
        'auc: chance that a paper which was on a list on any day is placed before one which was not. Papers ' +
        `are those of ${LISTING}, and the listed ones published in the same days; within the listing: only ` +
        'the former, so that no difference between the files can help. Title, abstract and authors count, ' +
        `nothing else. Published from ${from} on (without --from: the later half of the listing). ` +
        `${legend} ${unlisted.length} earlier papers of the listing were on no list. ` +
        `${measured.length === 0 ? 'The listing has no paper of these days. ' : ''}${gaps}`.trim(),
      figures,
      data: {
        files: [...(files.get(LISTING) ?? []), ...readLists.files],
        lines: read.lines + readLists.lines,
        used: measured.length,
        bad: read.bad + readLists.bad,
        badLines: [...read.badLines, ...readLists.badLines],
      },
    };
  },
};

/** First day of the later half of the listing, whole days. */
function laterHalf(papers: readonly ListingPaper[]): string {
  const days = papers
    .filter(({ fromListing }) => fromListing)
    .map(({ published }) => published)
    .sort();
  return days[Math.floor(days.length / 2)] ?? '0000-01-01';
}

function byListed(papers: readonly ListingPaper[], score: System): [number[], number[]] {
  return [
    papers.filter(({ listed }) => listed).map(score),
    papers.filter(({ listed }) => !listed).map(score),
  ];
}
