import type { SignalName } from '../../../config/signals.ts';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { classify } from '../../topics/classify.ts';
import { emptyBaseline } from '../../trending/baseline.ts';
import type { Candidate, Snapshot } from '../../trending/candidate.ts';
import { type ScoredPaper, scorePapers } from '../../trending/score.ts';
import { shuffled } from './rank-measures.ts';
import type { RecordedPaper } from './recorded-lists.ts';

const SEED = 13;
/** Orders that chance is a mean of. */
const SHUFFLES = 50;

/** Papers of a list as ranking candidates, with their readings and expected standing. */
export function toCandidates<Paper extends RecordedPaper>(
  day: string,
  papers: readonly Paper[],
  {
    readings = () => ({}),
    expected = () => null,
  }: {
    readings?: (paper: Paper) => Partial<Record<SignalName, Snapshot>>;
    /** Standing that the cold model expects, or null without a model. */
    expected?: (paper: Paper) => number | null;
  },
): Candidate[] {
  return papers.map((paper) => ({
    ...priorOf(expected(paper)),
    paperId: paper.id,
    publicAt: new Date(`${day}T00:00:00Z`),
    topics: classify(BUILT_IN_TAXONOMY, { title: paper.title, abstract: paper.abstract, categories: [] }),
    organisation: paper.organization,
    snapshots: Object.fromEntries(
      Object.entries(readings(paper)).map(([signal, snapshot]) => [signal, [snapshot]]),
    ),
  }));
}

function priorOf(expected: number | null): Pick<Candidate, 'prior'> {
  return expected === null ? {} : { prior: { expected, listed: true } };
}

/** Ranking of candidates by the code that ranks pools, best first. */
export function rankCandidates(candidates: readonly Candidate[], asOf: Date): ScoredPaper[] {
  return scorePapers(candidates, emptyBaseline(asOf), asOf);
}

/** Papers in the order of these ids. */
export function inOrder<Paper extends { id: string }>(
  papers: readonly Paper[],
  order: readonly { paperId: string }[],
): Paper[] {
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return order.flatMap(({ paperId }) => byId.get(paperId) ?? []);
}

/** Papers by falling value; equal ones in an order drawn by a fixed seed, never that of the file. */
export function byFallingValue<Paper>(papers: readonly Paper[], value: (paper: Paper) => number): Paper[] {
  return shuffled(papers, SEED).sort((a, b) => value(b) - value(a));
}

/** Mean of a measure over random orders; null if it is null for any. */
export function chanceOf<Paper>(
  papers: readonly Paper[],
  measure: (order: readonly Paper[]) => number | null,
): number | null {
  let sum = 0;
  for (let seed = 1; seed <= SHUFFLES; seed++) {
    const value = measure(shuffled(papers, seed));
    if (value === null) return null;
    sum += value;
  }
  return sum / SHUFFLES;
}

/** Fewer papers leave ten places little to decide. */
export const SHORTEST_LIST = 10;

/**
 * Lists to measure, of at least ten papers: from that day on, else the last twenty, among those with final
 * upvotes if there are any.
 */
export function listsToMeasure<List extends { day: string; final: boolean; papers: readonly unknown[] }>(
  lists: readonly List[],
  from: string | null,
): { from: string; measured: List[] } {
  const long = lists.filter(({ papers }) => papers.length >= SHORTEST_LIST);
  const final = long.filter((list) => list.final);
  const preferred = final.length > 0 ? final : long;
  const first = from ?? preferred.at(-20)?.day ?? preferred[0]?.day ?? '0000-01-01';
  return { from: first, measured: long.filter(({ day }) => day >= first) };
}

/** Which lists are measured, for a legend. */
export function describeMeasured(from: string): string {
  return (
    `Lists of at least ${SHORTEST_LIST} papers from ${from} on (without --from: the last 20). Final upvotes ` +
    'where the folder has them, else those at capture. Equal papers are ordered by lot.'
  );
}
