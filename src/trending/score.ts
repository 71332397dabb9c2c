import { FUSION } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import type { Baseline } from './baseline.ts';
import type { Candidate } from './candidate.ts';
import { type LatestSignal, type MeasuredCandidate, measureCandidates } from './measure-signals.ts';
import { ABSENT, fuseTerms, type Term, withoutContradiction } from './rank-fusion.ts';

/** Rank of a paper within one topic. */
interface TopicRank {
  /** Slug, or '' for all papers together. */
  topic: string;
  /** Certainty that the paper belongs to the topic, (0, 1]; 1 under ''. */
  match: number;
  /** 1 is best. Unique within the topic. */
  rank: number;
  /** Number of papers in the topic. */
  of: number;
  /** Sum that decides the rank. */
  fused: number;
  /** Number of papers in the topic with a reading of upvotes. */
  observed: number;
  /**
   * Share (0–1) of the topic's other observed papers with strictly fewer upvotes; null without a reading or
   * without others.
   */
  beats: number | null;
}

/** A candidate with its rank in every topic and the values behind it. */
export interface ScoredPaper {
  paperId: string;
  /** Robust z-score for the paper's age, comparable across topics (0 = ordinary). */
  attention: number;
  signals: Partial<Record<SignalName, LatestSignal>>;
  /** One entry for '' (all papers together), then one per topic of the paper, by slug. */
  topics: TopicRank[];
  /**
   * Values of the terms before fusion, for operators, without absent terms. Stored in pools, which call
   * a z-score `standing`.
   */
  terms: Record<string, number>;
  /** Set if an operator pinned the paper: to the shortlists of that topic, or to all (''). */
  pinned?: string;
}

interface Member {
  paper: MeasuredCandidate;
  match: number;
}

/**
 * Ranks candidates within each of their topics and among all (topic ''), best overall first. The order of the
 * input does not matter; each paper may occur once. Within a topic, of two papers with the same `publicAt`
 * and upvotes read in the same round, the one with more upvotes ranks higher.
 */
export function scorePapers(candidates: readonly Candidate[], baseline: Baseline, asOf: Date): ScoredPaper[] {
  const papers = measureCandidates(candidates, baseline, asOf);
  const standings = new Map<string, TopicRank[]>(papers.map(({ candidate }) => [candidate.paperId, []]));
  for (const [topic, members] of membersByTopic(papers)) {
    for (const [paperId, standing] of rankTopic(topic, members)) standings.get(paperId)?.push(standing);
  }
  return papers
    .map((paper) => ({
      paperId: paper.candidate.paperId,
      attention: paper.attention,
      signals: paper.signals,
      topics: standings.get(paper.candidate.paperId) ?? [],
      terms: termsOf(paper),
    }))
    .sort((a, b) => (a.topics[0]?.rank ?? 0) - (b.topics[0]?.rank ?? 0));
}

function membersByTopic(papers: readonly MeasuredCandidate[]): Map<string, Member[]> {
  const topics = new Map<string, Member[]>([['', papers.map((paper) => ({ paper, match: 1 }))]]);
  for (const paper of papers) {
    for (const { topic, score } of paper.candidate.topics) {
      const members = topics.get(topic);
      if (members) members.push({ paper, match: score });
      else topics.set(topic, [{ paper, match: score }]);
    }
  }
  return new Map([...topics].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rankTopic(topic: string, members: readonly Member[]): [string, TopicRank][] {
  const fused = fuseTerms(termsWithin(members), members.length);
  const order = members
    .map((member, index) => ({ ...member, fused: fused[index] ?? 0 }))
    .sort((a, b) => b.fused - a.fused || (a.paper.tieBreak < b.paper.tieBreak ? -1 : 1));
  const upvotes = members.flatMap(({ paper }) => paper.signals.hf_upvotes?.value ?? []).sort((a, b) => a - b);
  return order.map(({ paper, match, fused }, place) => [
    paper.candidate.paperId,
    {
      topic,
      match,
      rank: place + 1,
      of: members.length,
      fused,
      observed: upvotes.length,
      beats: shareBelow(upvotes, paper.signals.hf_upvotes?.value),
    },
  ]);
}

function termsWithin(members: readonly Member[]): Term[] {
  const peers = members.map(({ paper }) => paper.peer);
  const term = (weight: number, value: (member: Member) => number): Term => ({
    weight,
    values: withoutContradiction(members.map(value), peers),
  });
  return [
    ...SIGNAL_NAMES.map((signal) => term(FUSION.standing[signal], ({ paper }) => paper.zScore[signal])),
    ...SIGNAL_NAMES.map((signal) => term(FUSION.velocity[signal], ({ paper }) => paper.velocity[signal])),
    term(FUSION.freshness, ({ paper }) => paper.freshness),
    term(FUSION.match, ({ match }) => match),
    term(FUSION.prior, ({ paper }) => paper.prior),
  ];
}

function termsOf(paper: MeasuredCandidate): Record<string, number> {
  const terms = [
    ...SIGNAL_NAMES.map((signal) => [`standing.${signal}`, paper.zScore[signal]] as const),
    ...SIGNAL_NAMES.map((signal) => [`velocity.${signal}`, paper.velocity[signal]] as const),
    ['freshness', paper.freshness] as const,
    ['prior', paper.prior] as const,
  ];
  return Object.fromEntries(terms.filter(([, value]) => value !== ABSENT));
}

/** Share of the others in this sorted list with strictly less. */
function shareBelow(rising: readonly number[], own: number | undefined): number | null {
  if (own === undefined || rising.length < 2) return null;
  return rising.indexOf(own) / (rising.length - 1);
}
