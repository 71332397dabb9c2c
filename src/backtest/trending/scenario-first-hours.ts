import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import type { ColdModel } from '../../trending/cold/cold-model.ts';
import { gainFigure, meanFigure } from '../confidence-interval.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { Scenario } from '../scenario.ts';
import { expectedBy, fitBefore } from './cold-fit.ts';
import { byFallingValue, chanceOf, inOrder, rankCandidates, toCandidates } from './order-papers.ts';
import { topFiveValue } from './rank-measures.ts';
import { FINAL_LISTS, HISTORY, type RecordedPaper, readRecordedLists } from './recorded-lists.ts';

const RANKS = 'hf/rank_observations*.jsonl.gz';
const TEXTS = 'hf/rank_observations_texts*.jsonl.gz';
/** With five papers any order has all of the top five. */
const FEWEST = 6;

const rankSchema = z.object({
  id: z.string().min(1),
  file_date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  scraped_at: z.string(),
  rank: z.number(),
  github_stars: z.number().min(0).nullish(),
  hf_upvotes_late: z.number().min(0).nullish(),
  hf_list_date: z.string().nullish(),
});

const textSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  abstract: z.string().nullish(),
  authors: z.array(z.string()).nullish(),
  github_links: z.array(z.unknown()).nullish(),
});

type ObservedPaper = RecordedPaper & { position: number; stars: number | null };
interface ObservedList {
  day: string;
  papers: ObservedPaper[];
}

/** Order of a list in its first hours, when the page shows positions but few votes were given. */
export const firstHours: Scenario = {
  name: 'at-3:30',
  describe: 'order of a daily list at about 03:30 UTC, against its final top five',
  needs: [RANKS, TEXTS],
  uses: [FINAL_LISTS, HISTORY],
  async run(files, options) {
    const textFiles = files.get(TEXTS) ?? [];
    // The wider pattern matches the files of texts, too.
    const rankFiles = (files.get(RANKS) ?? []).filter((file) => !textFiles.includes(file));
    const ranks = await readJsonLines(rankFiles, rankSchema);
    const texts = await readJsonLines(textFiles, textSchema);
    const lists = observedLists(ranks, texts);
    const from = options.from ?? lists.at(-30)?.day ?? lists[0]?.day ?? '0000-01-01';
    const measured = lists.filter(({ day }) => day >= from);
    const { lists: known, read: readLists, gaps } = await readRecordedLists(files);
    const { model, legend } = await fitBefore(known, from);
    const values = (of: (list: ObservedList) => number | null) => measured.flatMap((list) => of(list) ?? []);
    const ours = measured.map(({ day, papers }) => precision(paperboyOrder(day, papers, model, true)));
    const unstarred = measured.map(({ day, papers }) => precision(paperboyOrder(day, papers, model, false)));
    return {
      legend:
        'p@5: share of the first five that are among the five papers with the most late upvotes (and those ' +
        'that equal the fifth), of the papers that the page of a list showed in its own first hours and that ' +
        `have late upvotes; mean over the lists of at least ${FEWEST} such papers from ${from} on (without ` +
        '--from: the last 30). Days whose page still showed an earlier list do not count. paperboy adds the ' +
        'standing of the position to that of the model. gain of stars: what the stars of linked repositories, ' +
        `read with the page, add, list by list. ${legend} ${gaps}`.trim(),
      figures: [
        meanFigure('p@5', 'paperboy', ours),
        meanFigure('p@5', 'paperboy without stars', unstarred),
        gainFigure('gain of stars in p@5', ours, unstarred),
        meanFigure(
          'p@5',
          'rank on the page',
          values(({ papers }) => precision(byFallingValue(papers, ({ position }) => -position))),
        ),
        meanFigure(
          'p@5',
          'chance',
          values(({ papers }) => chanceOf(papers, precision)),
        ),
      ],
      data: {
        files: [...rankFiles, ...textFiles, ...readLists.files],
        lines: ranks.lines + texts.lines + readLists.lines,
        used: measured.reduce((sum, { papers }) => sum + papers.length, 0),
        bad: ranks.bad + texts.bad + readLists.bad,
        badLines: [...ranks.badLines, ...texts.badLines, ...readLists.badLines],
      },
    };
  },
};

function observedLists(
  ranks: JsonLines<z.infer<typeof rankSchema>>,
  texts: JsonLines<z.infer<typeof textSchema>>,
): ObservedList[] {
  const textOf = new Map(texts.rows.map((row) => [row.id, row]));
  const lists = new Map<string, Map<string, ObservedPaper>>();
  for (const row of ranks.rows) {
    const text = textOf.get(row.id);
    if (row.hf_list_date !== row.file_date || typeof row.hf_upvotes_late !== 'number' || !text) continue;
    const list = lists.get(row.file_date) ?? new Map<string, ObservedPaper>();
    lists.set(row.file_date, list);
    // The first reading of the day counts.
    if (list.has(row.id)) continue;
    list.set(row.id, {
      id: row.id,
      title: readableText(text.title),
      abstract: readableText(text.abstract ?? ''),
      authors: text.authors ?? [],
      organization: null,
      hasCode: (text.github_links ?? []).length > 0,
      hasProject: false,
      publishedAt: null,
      upvotes: row.hf_upvotes_late,
      position: row.rank,
      stars: row.github_stars ?? null,
    });
  }
  return [...lists]
    .map(([day, papers]) => ({ day, papers: [...papers.values()] }))
    .filter(({ papers }) => papers.length >= FEWEST)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * The files have no votes of that hour. The page is in their order, so its position stands for them: the
 * expected standing is that of the model plus that of the position.
 */
function paperboyOrder(
  day: string,
  papers: readonly ObservedPaper[],
  model: ColdModel | null,
  withStars: boolean,
): ObservedPaper[] {
  const ofModel = expectedBy(model);
  const places = new Map(
    [...papers].sort((a, b) => a.position - b.position).map(({ id }, place) => [id, place]),
  );
  const expected = (paper: ObservedPaper) =>
    (ofModel(paper) ?? 0) + standingOfPlace(places.get(paper.id) ?? 0, papers.length);
  const at = new Date(`${day}T03:30:00Z`);
  const readings = ({ stars }: ObservedPaper) =>
    stars === null || !withStars ? {} : { github_stars: { at, value: stars } };
  return inOrder(papers, rankCandidates(toCandidates(day, papers, { expected, readings }), at));
}

/** Standing of a place, counted from 0, if standings are logistic: ln(share behind / share before). */
function standingOfPlace(place: number, of: number): number {
  return (Math.log((of - place - 0.5) / (place + 0.5)) * Math.sqrt(3)) / Math.PI;
}

function precision(order: readonly RecordedPaper[]): number {
  const least = topFiveValue(order.map(({ upvotes }) => upvotes));
  return order.slice(0, 5).filter(({ upvotes }) => upvotes >= least).length / 5;
}
