import { EXPLORATION, OBSERVATION, PICKING } from '../../config/scoring.ts';
import { isTopical, type MatchStrength } from './matching/match-strength.ts';
import type { ShortlistedPaper } from './matching/shortlist.ts';
import type { PickReason } from './pick-reason.ts';
import { similarity } from './pool-paper.ts';
import type { ReceivedPapers } from './sent-papers-queries.ts';

/** A paper chosen for one subscriber, with the reason. */
export interface PickedPaper {
  paperId: string;
  reason: PickReason;
  /** True for the marked pick from outside the subscriber's interests. */
  exploration: boolean;
  /** Slug of the topic it is shown under: the one it was picked for, else its main one; '' without any. */
  topic: string;
}

interface Chosen {
  paper: ShortlistedPaper;
  strength: MatchStrength;
}

/**
 * Chooses at most `size` picks for one subscriber, in display order. `list` is the shortlist of the
 * preference, in its order; no paper of `received` is picked again. Pinned papers come
 * first, then followed authors and organizations, but the most upvoted paper of the followed topics always
 * has a place (unless there is only one place and a followed author takes it). Then every interest gets its
 * slots, and the rest goes by merit. Fewer papers above the floor mean fewer picks. Exploration keeps to its
 * share of the picks that the subscriber gets: it never fills up, and never comes alone.
 */
export function choosePicks(
  list: readonly ShortlistedPaper[],
  received: ReceivedPapers,
  size: number,
): PickedPaper[] {
  const open = list.filter(({ paperId }) => !received.ids.has(paperId));
  const unfollowed = open.filter(({ tier }) => tier === 'outside');
  const inside = open.length - unfollowed.length;
  const outside = unfollowed.slice(0, explorationPlaces(inside, unfollowed.length, size, received.picks));
  const selection = new Selection(size - outside.length);
  const pinned = open.filter(({ tier }) => tier === 'pinned');
  const followed = open.filter(({ tier }) => tier === 'followed');
  const matched = open.filter(({ tier }) => tier === 'matched');

  for (const paper of pinned) selection.take({ paper, strength: paper.matches[0] });
  const leader = mostUpvoted([...followed, ...matched]);
  if (leader && (selection.free > 1 || followed.length === 0)) selection.take(leader);
  for (const paper of followed) selection.take({ paper, strength: paper.matches[0] });
  fillSlots(selection, matched);
  fillByMerit(selection, matched);

  const chosen = selection.chosen;
  if (chosen.length === 0) return [];
  return [
    ...chosen.filter(({ paper }) => paper.tier === 'pinned').map(pickOf),
    ...inReadingOrder(chosen.filter(({ paper }) => paper.tier === 'followed')).map(pickOf),
    ...inReadingOrder(chosen.filter(({ paper }) => paper.tier === 'matched')).map(pickOf),
    ...outside.map((paper) => pickOf({ paper, strength: paper.matches[0] })),
  ];
}

/** Papers chosen so far, and how similar each remaining paper is to them. */
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

  /** Adds a paper unless it is already chosen or no place is free. */
  take(candidate: Chosen): void {
    if (this.free <= 0 || this.has(candidate.paper)) return;
    this.#ids.add(candidate.paper.paperId);
    this.chosen.push(candidate);
  }

  /** The remaining candidate with the largest λ · score − (1 − λ) · similarity to the chosen papers. */
  best(candidates: readonly Chosen[]): Chosen | undefined {
    let best: { candidate: Chosen; value: number } | undefined;
    let weighed = 0;
    for (const candidate of candidates) {
      if (this.has(candidate.paper)) continue;
      weighed += 1;
      if (weighed > PICKING.window) break;
      const repeats = this.#repeats(candidate.paper);
      const value = PICKING.lambda * candidate.strength.score - (1 - PICKING.lambda) * repeats;
      if (!best || value > best.value) best = { candidate, value };
    }
    return best?.candidate;
  }

  /** Largest similarity to a chosen paper. Remembers which ones it has compared. */
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
 * Distributes half the places evenly over the interests that have papers, and one to each as long as there
 * are enough. Interests with few papers choose first, so that a paper serving two of them does not leave one
 * empty.
 */
function fillSlots(selection: Selection, matched: readonly ShortlistedPaper[]): void {
  const interests = candidatesByInterest(matched);
  const counts = new Map<string, number>();
  for (const { strength } of selection.chosen)
    counts.set(strength.interest, (counts.get(strength.interest) ?? 0) + 1);
  const places = selection.free + interests.filter(({ interest }) => counts.has(interest)).length;
  if (interests.length === 0 || interests.length > places) return;
  const slots = Math.max(1, Math.floor((places * PICKING.slotShare) / interests.length));
  for (let slot = 1; slot <= slots; slot += 1) {
    for (const { interest, candidates } of interests) {
      const best = (counts.get(interest) ?? 0) < slot ? selection.best(candidates) : undefined;
      if (!best) continue;
      selection.take(best);
      counts.set(interest, (counts.get(interest) ?? 0) + 1);
    }
  }
}

function candidatesByInterest(
  matched: readonly ShortlistedPaper[],
): { interest: string; candidates: Chosen[] }[] {
  const byInterest = new Map<string, Chosen[]>();
  for (const paper of matched) {
    for (const strength of paper.matches) {
      const candidates = byInterest.get(strength.interest);
      if (candidates) candidates.push({ paper, strength });
      else byInterest.set(strength.interest, [{ paper, strength }]);
    }
  }
  return [...byInterest]
    .map(([interest, candidates]) => ({ interest, candidates: candidates.sort(byStrength) }))
    .sort((a, b) => a.candidates.length - b.candidates.length || (a.interest < b.interest ? -1 : 1));
}

function fillByMerit(selection: Selection, matched: readonly ShortlistedPaper[]): void {
  const candidates = matched.map((paper) => ({ paper, strength: paper.matches[0] }));
  while (selection.free > 0) {
    const best = selection.best(candidates);
    if (!best) return;
    selection.take(best);
  }
}

/**
 * The most upvoted paper that a followed topic brought in, under the topic it serves best; not one of a topic
 * the subscriber wants less of.
 */
function mostUpvoted(papers: readonly ShortlistedPaper[]): Chosen | undefined {
  let most: { paper: ShortlistedPaper; strength: MatchStrength; value: number } | undefined;
  for (const paper of papers) {
    const topical = paper.matches.find(({ kind }) => isTopical(kind));
    const value = paper.traits.upvotes?.value ?? 0;
    if (!topical || paper.weight < 0 || value <= (most?.value ?? 0)) continue;
    most = { paper, strength: paper.tier === 'followed' ? paper.matches[0] : topical, value };
  }
  return most;
}

/**
 * Sorts by attention. Papers with upvotes read in the same round then exchange places by raw upvotes, so that
 * the numbers shown descend.
 */
function inReadingOrder(chosen: readonly Chosen[]): Chosen[] {
  const order = [...chosen].sort((a, b) => b.paper.attention - a.paper.attention || byStrength(a, b));
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

function byStrength(a: Chosen, b: Chosen): number {
  return b.strength.score - a.strength.score;
}

/**
 * Places for exploration in a digest of at most `size` picks, with so many candidates inside and outside the
 * interests. Every tenth pick of a subscriber is one, counted on from the picks received `before`: a place in
 * every digest made 18% of the picks, because most digests have five to seven.
 */
function explorationPlaces(inside: number, outside: number, size: number, before: number): number {
  for (let places = Math.min(outside, Math.ceil(size / EXPLORATION.oneIn)); places > 0; places -= 1) {
    const picks = Math.min(size, inside + places);
    const due = Math.floor((before + picks) / EXPLORATION.oneIn) - Math.floor(before / EXPLORATION.oneIn);
    if (picks >= EXPLORATION.minimumPicks && due >= places) return places;
  }
  return 0;
}

function pickOf({ paper, strength }: Chosen): PickedPaper {
  const { reason } = strength;
  return {
    paperId: paper.paperId,
    reason,
    exploration: paper.tier === 'outside',
    topic: reason.why.kind === 'topic' ? reason.why.topic : paper.traits.mainTopic,
  };
}
