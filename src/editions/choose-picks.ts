import { EXPLORATION, OBSERVATION, PICKING } from '../../config/scoring.ts';
import { isTopical, type MatchStrength } from './match-strength.ts';
import type { PickReason } from './pick-reason.ts';
import { similarity } from './pool-paper.ts';
import type { ShortlistedPaper } from './shortlist.ts';

/** A paper chosen for one subscriber, with the reason. */
export interface PickedPaper {
  paperId: string;
  reason: PickReason;
  /** True for the marked pick from outside the subscriber's interests. */
  exploration: boolean;
}

interface Chosen {
  paper: ShortlistedPaper;
  fit: MatchStrength;
}

/**
 * One subscriber's picks, at most `size`, in the order in which they are shown. `list` is the shortlist of their
 * preference, in its order; `already` are the papers that they ever got. What an operator pinned comes first; then followed authors and organisations come
 * first, but the most upvoted paper of the followed topics always has a place (unless there is but one, and
 * somebody followed takes it); then every interest takes its slots, the rest goes by merit. Fewer papers above
 * the floor make fewer picks, and exploration keeps to its share: it never fills up, and never comes alone.
 */
export function choosePicks(
  list: readonly ShortlistedPaper[],
  already: ReadonlySet<string>,
  size: number,
): PickedPaper[] {
  const open = list.filter(({ paperId }) => !already.has(paperId));
  const outside = open
    .filter(({ tier: standing }) => standing === 'outside')
    .slice(0, explorationPlaces(size));
  const selection = new Selection(size - outside.length);
  const pinned = open.filter(({ tier: standing }) => standing === 'pinned');
  const followed = open.filter(({ tier: standing }) => standing === 'followed');
  const matched = open.filter(({ tier: standing }) => standing === 'matched');

  for (const paper of pinned) selection.take({ paper, fit: paper.matches[0] });
  const leader = mostUpvoted([...followed, ...matched]);
  if (leader && (selection.free > 1 || followed.length === 0)) selection.take(leader);
  for (const paper of followed) selection.take({ paper, fit: paper.matches[0] });
  fillSlots(selection, matched);
  fillByMerit(selection, matched);

  const chosen = selection.chosen;
  if (chosen.length === 0) return [];
  return [
    ...chosen.filter(({ paper }) => paper.tier === 'pinned').map(pickOf),
    ...inReadingOrder(chosen.filter(({ paper }) => paper.tier === 'followed')).map(pickOf),
    ...inReadingOrder(chosen.filter(({ paper }) => paper.tier === 'matched')).map(pickOf),
    ...outside.map((paper) => ({
      paperId: paper.paperId,
      reason: paper.matches[0].reason,
      exploration: true,
    })),
  ];
}

/** What has been chosen so far, and how much each further paper would repeat of it. */
class Selection {
  readonly chosen: Chosen[] = [];
  readonly places: number;
  readonly #ids = new Set<string>();
  readonly #repeated = new Map<ShortlistedPaper, { upTo: number; most: number }>();

  constructor(places: number) {
    this.places = places;
  }

  get free(): number {
    return this.places - this.chosen.length;
  }

  has(paper: ShortlistedPaper): boolean {
    return this.#ids.has(paper.paperId);
  }

  /** Takes a paper unless it is in or no place is free. */
  take(candidate: Chosen): void {
    if (this.free <= 0 || this.has(candidate.paper)) return;
    this.#ids.add(candidate.paper.paperId);
    this.chosen.push(candidate);
  }

  /** Of the candidates that are not in, the one with the best λ · score − (1 − λ) · similarity to what is. */
  best(candidates: readonly Chosen[]): Chosen | undefined {
    let best: { candidate: Chosen; value: number } | undefined;
    let weighed = 0;
    for (const candidate of candidates) {
      if (this.has(candidate.paper)) continue;
      weighed += 1;
      if (weighed > PICKING.window) break;
      const repeats = this.#repeats(candidate.paper);
      const value = PICKING.lambda * candidate.fit.score - (1 - PICKING.lambda) * repeats;
      if (!best || value > best.value) best = { candidate, value };
    }
    return best?.candidate;
  }

  /** The largest similarity to a chosen paper; remembers how far it has compared. */
  #repeats(paper: ShortlistedPaper): number {
    const state = this.#repeated.get(paper) ?? { upTo: 0, most: 0 };
    for (const { paper: other } of this.chosen.slice(state.upTo)) {
      state.most = Math.max(state.most, similarity(paper.traits, other.traits));
    }
    state.upTo = this.chosen.length;
    this.#repeated.set(paper, state);
    return state.most;
  }
}

/**
 * Half the places, evenly, to the interests that have something, and one to each as long as there are enough.
 * Interests with few papers choose first, so that what serves two of them does not leave one empty-handed.
 */
function fillSlots(selection: Selection, matched: readonly ShortlistedPaper[]): void {
  const interests = candidatesByInterest(matched);
  const taken = new Map<string, number>();
  for (const { fit } of selection.chosen) taken.set(fit.interest, (taken.get(fit.interest) ?? 0) + 1);
  const places = selection.free + interests.filter(({ interest }) => taken.has(interest)).length;
  if (interests.length === 0 || interests.length > places) return;
  const slots = Math.max(1, Math.floor((places * PICKING.slotShare) / interests.length));
  for (let slot = 1; slot <= slots; slot += 1) {
    for (const { interest, candidates } of interests) {
      const best = (taken.get(interest) ?? 0) < slot ? selection.best(candidates) : undefined;
      if (!best) continue;
      selection.take(best);
      taken.set(interest, (taken.get(interest) ?? 0) + 1);
    }
  }
}

function candidatesByInterest(
  matched: readonly ShortlistedPaper[],
): { interest: string; candidates: Chosen[] }[] {
  const byInterest = new Map<string, Chosen[]>();
  for (const paper of matched) {
    for (const fit of paper.matches) {
      const candidates = byInterest.get(fit.interest);
      if (candidates) candidates.push({ paper, fit });
      else byInterest.set(fit.interest, [{ paper, fit }]);
    }
  }
  return [...byInterest]
    .map(([interest, candidates]) => ({ interest, candidates: candidates.sort(byFitScore) }))
    .sort((a, b) => a.candidates.length - b.candidates.length || (a.interest < b.interest ? -1 : 1));
}

function fillByMerit(selection: Selection, matched: readonly ShortlistedPaper[]): void {
  const candidates = matched.map((paper) => ({ paper, fit: paper.matches[0] }));
  while (selection.free > 0) {
    const best = selection.best(candidates);
    if (!best) return;
    selection.take(best);
  }
}

/** The most upvoted paper that a followed topic brought in, under the topic that it serves best; none the reader wants less of. */
function mostUpvoted(papers: readonly ShortlistedPaper[]): Chosen | undefined {
  let most: { paper: ShortlistedPaper; fit: MatchStrength; value: number } | undefined;
  for (const paper of papers) {
    const topical = paper.matches.find(({ kind }) => isTopical(kind));
    const value = paper.traits.upvotes?.value ?? 0;
    if (!topical || paper.weight < 0 || value <= (most?.value ?? 0)) continue;
    most = { paper, fit: paper.tier === 'followed' ? paper.matches[0] : topical, value };
  }
  return most;
}

/**
 * By attention; but among papers whose upvotes were read in the same round, who stands in which of the
 * places they hold goes by raw upvotes, so that the numbers a reader sees descend.
 */
function inReadingOrder(chosen: readonly Chosen[]): Chosen[] {
  const order = [...chosen].sort((a, b) => b.paper.attention - a.paper.attention || byFitScore(a, b));
  const readAt = ({ paper }: Chosen) => (paper.traits.upvotes ? Date.parse(paper.traits.upvotes.at) : 0);
  const round = Math.max(0, ...order.map(readAt)) - OBSERVATION.sameTimeHours * 3_600_000;
  const comparable = (candidate: Chosen) =>
    candidate.paper.traits.upvotes !== null && readAt(candidate) >= round;
  const upvoted = order
    .filter(comparable)
    .sort((a, b) => (b.paper.traits.upvotes?.value ?? 0) - (a.paper.traits.upvotes?.value ?? 0))
    .values();
  return order.map((candidate) => (comparable(candidate) ? (upvoted.next().value ?? candidate) : candidate));
}

function byFitScore(a: Chosen, b: Chosen): number {
  return b.fit.score - a.fit.score;
}

function explorationPlaces(size: number): number {
  if (size < EXPLORATION.minimumSize) return 0;
  return Math.max(1, Math.floor(size / EXPLORATION.oneIn));
}

function pickOf({ paper, fit }: Chosen): PickedPaper {
  return { paperId: paper.paperId, reason: fit.reason, exploration: false };
}
