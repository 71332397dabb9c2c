import { ATTENTION, OBSERVATION, PRIOR } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import { type Baseline, robustZScore, weekdayOf } from './baseline.ts';
import {
  type Candidate,
  gainedSinceYesterday,
  hoursBetween,
  type Snapshot,
  snapshotsUntil,
  velocityOf,
} from './candidate.ts';
import { ABSENT, type Peer, tieBreakKey, withoutContradiction } from './rank-fusion.ts';

const EXTRA = SIGNAL_NAMES.filter((signal) => signal !== 'hf_upvotes');

/** Newest reading of one signal. */
export interface LatestSignal {
  value: number;
  /** Gain since a reading 20–28 h before the ranking; null without one. */
  gained: number | null;
  /** Time of the reading, ISO in UTC. */
  at: string;
}

/** Topic-independent measurements of one candidate. */
export interface MeasuredCandidate {
  candidate: Candidate;
  tieBreak: string;
  peer: Peer;
  signals: Partial<Record<SignalName, LatestSignal>>;
  attention: number;
  /** Robust z-score per signal; ABSENT without a reading and, except for upvotes, where the reading is 0. */
  zScore: Record<SignalName, number>;
  velocity: Record<SignalName, number>;
  /**
   * UTC days since publication, negated, so that more is fresher. Whole days, because minutes must not
   * decide.
   */
  freshness: number;
  /** Expected standing, faded by age on a list; ABSENT without a model. */
  prior: number;
}

/** Measures every candidate against the baseline. Ignores everything after `asOf`. */
export function measureCandidates(
  candidates: readonly Candidate[],
  baseline: Baseline,
  asOf: Date,
): MeasuredCandidate[] {
  const rounds = newestReadings(candidates, asOf);
  const papers = candidates.map((candidate) => measureOne(candidate, rounds, baseline, asOf));
  const peers = papers.map(({ peer }) => peer);
  const extras = withoutContradiction(papers.map(extraAttention), peers);
  const anyUpvotes = papers.some(({ signals }) => signals.hf_upvotes);
  return papers.map((paper, index) => {
    const upvotes = anyUpvotes ? upvoteAttention(paper, baseline, asOf) : 0;
    return { ...paper, attention: upvotes + (extras[index] ?? 0) };
  });
}

function measureOne(
  candidate: Candidate,
  rounds: ReadonlyMap<string, Date>,
  baseline: Baseline,
  asOf: Date,
): Omit<MeasuredCandidate, 'attention'> {
  const signals: MeasuredCandidate['signals'] = {};
  const standing = everySignal();
  const velocity = everySignal();
  for (const signal of SIGNAL_NAMES) {
    const snapshots = snapshotsUntil(candidate, signal, asOf);
    const newest = snapshots.at(-1);
    if (!newest) continue;
    const gained = gainedSinceYesterday(snapshots, asOf);
    signals[signal] = { value: newest.value, gained, at: newest.at.toISOString() };
    const heat = robustZScore(baseline, {
      signal,
      value: newest.value,
      ageHours: hoursBetween(candidate.publicAt, roundOf(candidate, signal, newest, rounds)),
      weekday: weekdayOf(candidate.publicAt),
    });
    // No stars or no comments yet say no more than a missing reading.
    if (signal === 'hf_upvotes' || newest.value > 0) standing[signal] = heat;
    velocity[signal] = velocityOf(signal, snapshots, asOf) || ABSENT;
  }
  const peer = peerOf(candidate, snapshotsUntil(candidate, 'hf_upvotes', asOf).at(-1), rounds);
  const freshness = Math.min(0, utcDay(candidate.publicAt) - utcDay(asOf));
  return {
    candidate,
    prior: fadedPrior(candidate, asOf),
    tieBreak: tieBreakKey(candidate.paperId),
    peer,
    signals,
    zScore: standing,
    velocity,
    freshness,
  };
}

function upvoteAttention(
  paper: Omit<MeasuredCandidate, 'attention'>,
  baseline: Baseline,
  asOf: Date,
): number {
  if (paper.signals.hf_upvotes) return paper.zScore.hf_upvotes;
  const { publicAt } = paper.candidate;
  const ageHours = hoursBetween(publicAt, asOf);
  const noUpvotes = { signal: 'hf_upvotes', value: 0, ageHours, weekday: weekdayOf(publicAt) } as const;
  return robustZScore(baseline, noUpvotes) - ATTENTION.unread;
}

/**
 * Votes replace the prior within hours: its weight halves every six hours since the list opened. Papers on no
 * list get none, and keep theirs.
 */
function fadedPrior({ prior, publicAt }: Candidate, asOf: Date): number {
  if (!prior || !Number.isFinite(prior.expected)) return ABSENT;
  if (prior.listed) return prior.expected * 2 ** (-hoursBetween(publicAt, asOf) / PRIOR.halfLifeHours);
  const { unlisted, unlistedLimit, unlistedShift } = PRIOR;
  return unlisted * Math.min(unlistedLimit, Math.max(-unlistedLimit, prior.expected)) - unlistedShift;
}

function priorAttention({ candidate, prior }: Omit<MeasuredCandidate, 'attention'>): number {
  if (prior === ABSENT) return 0;
  // The shift of papers on no list is in their missing upvotes already.
  return candidate.prior?.listed === false ? prior + PRIOR.unlistedShift : prior;
}

function extraAttention(paper: Omit<MeasuredCandidate, 'attention'>): number {
  const standing = paper.zScore;
  const extra = (signal: (typeof EXTRA)[number]) =>
    ATTENTION.extra[signal] * Math.min(ATTENTION.extraCeiling, Math.max(0, standing[signal]));
  return EXTRA.reduce((sum, signal) => sum + extra(signal), priorAttention(paper));
}

/** Time of the newest reading of each signal, among papers published at the same moment. */
function newestReadings(candidates: readonly Candidate[], asOf: Date): Map<string, Date> {
  const rounds = new Map<string, Date>();
  for (const candidate of candidates) {
    for (const signal of SIGNAL_NAMES) {
      const newest = snapshotsUntil(candidate, signal, asOf).at(-1);
      const key = roundKey(candidate, signal);
      const before = rounds.get(key);
      if (newest && (!before || before < newest.at)) rounds.set(key, newest.at);
    }
  }
  return rounds;
}

/**
 * Effective time of a reading: that of its round. Readings of one round are minutes apart, and a boundary
 * between two age buckets must not fall between them.
 */
function roundOf(
  candidate: Candidate,
  signal: SignalName,
  newest: Snapshot,
  rounds: ReadonlyMap<string, Date>,
): Date {
  const round = rounds.get(roundKey(candidate, signal));
  return round && hoursBetween(newest.at, round) <= OBSERVATION.sameTimeHours ? round : newest.at;
}

function peerOf(candidate: Candidate, newest: Snapshot | undefined, rounds: ReadonlyMap<string, Date>): Peer {
  const key = roundKey(candidate, 'hf_upvotes');
  const current = newest && roundOf(candidate, 'hf_upvotes', newest, rounds) === rounds.get(key);
  return { cohort: current ? key : null, upvotes: newest?.value ?? 0 };
}

function roundKey(candidate: Candidate, signal: SignalName): string {
  return `${signal}/${candidate.publicAt.getTime()}`;
}

function utcDay(time: Date): number {
  return Math.floor(time.getTime() / 86_400_000);
}

function everySignal(): Record<SignalName, number> {
  return { hf_upvotes: ABSENT, hf_comments: ABSENT, github_stars: ABSENT };
}
