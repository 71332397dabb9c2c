import { OBSERVATION, VELOCITY } from '../../config/scoring.ts';
import type { SignalName } from '../../config/signals.ts';

const HOUR = 3_600_000;

/** A stored reading of a signal. */
export interface Snapshot {
  at: Date;
  value: number;
}

/** One paper as the ranking reads it. */
export interface Candidate {
  paperId: string;
  /** Earliest time of attention: midnight UTC of its list day, else its publication. */
  publicAt: Date;
  /** Topics from classification, score in (0, 1]. May be empty. */
  topics: readonly { topic: string; score: number }[];
  /** Spelled as in the stored inputs hash. */
  organisation: string | null;
  /**
   * Standing that the cold model expects, 0 for an ordinary paper; absent without a model. Of a paper on a
   * list, among its list; of another, among papers on no list.
   */
  prior?: { expected: number; listed: boolean };
  /** Oldest first. */
  snapshots: Partial<Record<SignalName, readonly Snapshot[]>>;
}

/** Snapshots of a signal up to `asOf`, oldest first. */
export function snapshotsUntil(candidate: Candidate, signal: SignalName, asOf: Date): readonly Snapshot[] {
  return (candidate.snapshots[signal] ?? []).filter((snapshot) => snapshot.at <= asOf);
}

/** Hours from `start` to `end`, never negative: a list may be read before its day begins. */
export function hoursBetween(start: Date, end: Date): number {
  return Math.max(0, (end.getTime() - start.getTime()) / HOUR);
}

/**
 * Gain of the newest snapshot over the one closest to 24 h before `asOf`. Null unless that one is 20–28 h
 * old, because only then "since yesterday" is true. Never negative.
 */
export function gainedSinceYesterday(snapshots: readonly Snapshot[], asOf: Date): number | null {
  const { from, to } = OBSERVATION.yesterdayHours;
  const distance = (snapshot: Snapshot) => Math.abs(hoursBetween(snapshot.at, asOf) - 24);
  const earlier = snapshots
    .filter(({ at }) => hoursBetween(at, asOf) >= from && hoursBetween(at, asOf) <= to)
    .reduce<Snapshot | null>((best, next) => (best && distance(best) <= distance(next) ? best : next), null);
  const newest = snapshots.at(-1);
  return earlier && newest && newest.at > earlier.at ? Math.max(0, newest.value - earlier.value) : null;
}

/** ln(1 + Σ gain · 2^(−age of the gain / 48 h)); 0 without any gain. */
export function velocityOf(signal: SignalName, snapshots: readonly Snapshot[], asOf: Date): number {
  let sum = 0;
  let before = VELOCITY.countsFromPublic[signal] ? 0 : (snapshots[0]?.value ?? 0);
  for (const { at, value } of snapshots) {
    sum += Math.max(0, value - before) * 2 ** (-hoursBetween(at, asOf) / VELOCITY.halfLifeHours);
    before = value;
  }
  return Math.log1p(sum);
}
