import { z } from 'zod';
import type { SignalName } from '../../../config/signals.ts';
import type { Snapshot } from '../../trending/candidate.ts';
import type { ColdModel } from '../../trending/cold/cold-model.ts';
import { ndcgAtTen } from '../../trending/cold/ndcg.ts';
import { gainFigure, meanFigure } from '../confidence-interval.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { expectedBy, fitBefore } from './cold-fit.ts';
import { byFallingValue, inOrder, listsToMeasure, rankCandidates, toCandidates } from './order-papers.ts';
import {
  type CapturedPaper,
  FINAL_LISTS,
  HISTORY,
  type RecordedList,
  readRecordedLists,
} from './recorded-lists.ts';

const PAIRS = 'hf/upvote_pairs*.jsonl.gz';

const pairSchema = z.object({
  id: z.string().min(1),
  hf_list_date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  early_upvotes: z.number().min(0),
  early_comments: z.number().min(0).nullish(),
  late_upvotes: z.number().min(0),
});

/** A list with early readings and the final upvotes of each paper. */
interface EarlyList {
  day: string;
  at: Date;
  papers: readonly (CapturedPaper & { late: number })[];
}

/** Order of a list in its first morning, from its early votes, against its final upvotes. */
export const early: Scenario = {
  name: 'early',
  describe: 'order of a daily list from the votes of its first morning, against its final upvotes',
  needs: [],
  needsOneOf: [PAIRS, HISTORY],
  uses: [FINAL_LISTS],
  async run(files, options) {
    const pairFiles = files.get(PAIRS) ?? [];
    const pairs = await readJsonLines(pairFiles, pairSchema);
    const { lists, captured, read, gaps } = await readRecordedLists(files);
    const final = new Map(lists.filter((list) => list.final).map((list) => [list.day, list]));
    const both = captured.flatMap((list) => joined(list, final.get(list.day)) ?? []);
    const { from, measured } = listsToMeasure(both, options.from);
    const { model, legend } = await fitBefore(lists, from);
    const paired = listsToMeasure(ofPairs(pairs), options.from ?? from).measured;
    return {
      legend:
        'ndcg@10: the gain of a paper is ln(1 + final upvotes); mean over the lists whose papers have a ' +
        'reading of the first morning and a final one, ten papers at least. of pairs: the same for ' +
        `${PAIRS}. From ${from} on (without --from: the last 20 lists). gain of stars: what the stars ` +
        `that the list itself shows add, list by list. Equal papers are ordered by lot. ${legend} ` +
        `${pairFiles.length === 0 ? `No ${PAIRS}. ` : ''}${gaps}`.trim(),
      figures: [...figuresOf('ndcg@10', measured, model), ...figuresOf('ndcg@10 of pairs', paired, model)],
      data: {
        files: [...read.files, ...pairFiles],
        lines: read.lines + pairs.lines,
        used: [...measured, ...paired].reduce((sum, { papers }) => sum + papers.length, 0),
        bad: read.bad + pairs.bad,
        badLines: [...read.badLines, ...pairs.badLines],
      },
    };
  },
};

/** The papers of a captured list that the final one has, too. */
function joined(
  captured: RecordedList<CapturedPaper>,
  final: RecordedList | undefined,
): (EarlyList & { final: true }) | null {
  if (!final) return null;
  const late = new Map(final.papers.map(({ id, upvotes }) => [id, upvotes]));
  const papers = captured.papers.flatMap((paper) => {
    const upvotes = late.get(paper.id);
    return upvotes === undefined ? [] : { ...paper, late: upvotes };
  });
  const at = new Date(Math.max(...captured.papers.map(({ capturedAt }) => capturedAt.getTime())));
  return { day: captured.day, at, papers, final: true };
}

function ofPairs({ rows }: JsonLines<z.infer<typeof pairSchema>>): (EarlyList & { final: true })[] {
  const days = [...new Set(rows.map((row) => row.hf_list_date))].sort();
  return days.map((day) => {
    const at = new Date(`${day}T10:00:00Z`);
    const papers = rows
      .filter((row) => row.hf_list_date === day)
      .map((row) => ({
        ...{ id: row.id, title: '', abstract: '', authors: [], organization: null, hasCode: false },
        ...{ hasProject: false, publishedAt: null, stars: null, capturedAt: at },
        upvotes: row.early_upvotes,
        comments: row.early_comments ?? 0,
        late: row.late_upvotes,
      }));
    return { day, at, papers, final: true };
  });
}

function figuresOf(measure: string, lists: readonly EarlyList[], model: ColdModel | null): Figure[] {
  const expected = expectedBy(model);
  const ordered = (withStars: boolean) =>
    lists.map(({ day, at, papers }) => {
      const candidates = toCandidates(day, papers, { readings: readingsOf(at, withStars), expected });
      return inOrder(papers, rankCandidates(candidates, at));
    });
  const values = (orders: readonly (readonly { late: number }[])[]) =>
    orders.map((order) => ndcgAtTen(order.map(({ late }) => Math.log1p(late))));
  const raw = lists.map(({ papers }) => byFallingValue(papers, ({ upvotes }) => upvotes));
  const [ours, unstarred, byVotes] = [ordered(true), ordered(false), raw].map(values);
  const figure = (system: string, found: readonly (number | null)[] = []) =>
    meanFigure(
      measure,
      system,
      found.flatMap((value) => value ?? []),
    );
  return [
    figure('paperboy', ours),
    figure('paperboy without stars', unstarred),
    figure('raw votes', byVotes),
    gainFigure(`gain of stars in ${measure}`, ours, unstarred),
  ];
}

/** One round of readings: the list was captured within minutes. */
function readingsOf(
  at: Date,
  withStars: boolean,
): (paper: CapturedPaper) => Partial<Record<SignalName, Snapshot>> {
  return ({ upvotes, comments, stars }) => ({
    hf_upvotes: { at, value: upvotes },
    hf_comments: { at, value: comments },
    ...(stars === null || !withStars ? {} : { github_stars: { at, value: stars } }),
  });
}
