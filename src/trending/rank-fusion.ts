import { createHash } from 'node:crypto';
import { FUSION } from '../../config/scoring.ts';

/**
 * Value of a term for a paper without data. Such papers share the last place, as if the term did not exist.
 */
export const ABSENT = Number.NEGATIVE_INFINITY;

/** One column of the ranking: a value per paper, and a weight that is not negative. */
export interface Term {
  weight: number;
  values: readonly number[];
}

/** Cohort within which upvotes compare as plain numbers: read in the same round, same list day. */
export interface Peer {
  /** Equal for comparable papers; null for a paper that compares with none. */
  cohort: string | null;
  upvotes: number;
}

/** Tie-breaker: stable, and independent of id order, age and place in a list. */
export function tieBreakKey(paperId: string): string {
  return createHash('sha256').update(paperId).digest('hex').slice(0, 16);
}

/**
 * Raises every paper to at least the value of any comparable paper with fewer upvotes. No weak term can then
 * contradict raw upvotes within a list day, yet all of them still separate papers with equal upvotes, and
 * list days from each other. Weights small enough to guarantee the same would leave the weak terms no effect.
 */
export function withoutContradiction(values: readonly number[], peers: readonly Peer[]): number[] {
  const raised = [...values];
  for (const members of cohortsOf(peers)) {
    const upvotes = (index: number) => peers[index]?.upvotes ?? 0;
    const rising = [...members].sort((a, b) => upvotes(a) - upvotes(b));
    let fewer = ABSENT;
    let here = ABSENT;
    rising.forEach((index, position) => {
      const previous = rising[position - 1];
      if (previous !== undefined && upvotes(previous) < upvotes(index)) fewer = here;
      const value = values[index] ?? ABSENT;
      here = Math.max(here, value);
      raised[index] = Math.max(fewer, value);
    });
  }
  return raised;
}

/**
 * Weighted reciprocal rank fusion: Σ weight / (60 + rank) per paper. A term without any data is skipped.
 * Equal values share the mean of their ranks, so the order of the input has no effect.
 */
export function fuseTerms(terms: readonly Term[], papers: number): number[] {
  const fused = new Array<number>(papers).fill(0);
  for (const { weight, values } of terms) {
    if (weight === 0 || values.every((value) => value === ABSENT)) continue;
    middleRanks(values).forEach((rank, index) => {
      fused[index] = (fused[index] ?? 0) + weight / (FUSION.k + rank);
    });
  }
  return fused;
}

/** Ranks from 1 for the largest value. Equal values share the mean of their ranks. */
export function middleRanks(values: readonly number[]): number[] {
  if (values.some(Number.isNaN)) throw new TypeError('middleRanks needs numbers; one value is NaN.');
  const order = values.map((_, index) => index).sort((a, b) => compareDown(values[a], values[b]));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function cohortsOf(peers: readonly Peer[]): number[][] {
  const cohorts = new Map<string, number[]>();
  peers.forEach(({ cohort }, index) => {
    if (cohort === null) return;
    const members = cohorts.get(cohort);
    if (members) members.push(index);
    else cohorts.set(cohort, [index]);
  });
  return [...cohorts.values()];
}

// Infinity − Infinity is NaN, so two absent values cannot be compared by subtraction.
function compareDown(a = ABSENT, b = ABSENT): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
