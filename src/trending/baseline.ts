import { EXPECTATION, SCORING_VERSION } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import { type Candidate, hoursBetween, snapshotsUntil } from './candidate.ts';

/** Expected value of a signal at one age, in ln(1 + n). */
interface Expectation {
  /** Number of papers it was learned from. */
  papers: number;
  level: number;
  spread: number;
}

/** Trailing expectations as plain JSON. Keys are `signal/age bucket/weekday`, with `any` for all weekdays. */
export interface Baseline {
  version: number;
  asOf: string;
  expectations: Record<string, Expectation>;
}

/** One reading with the features that expectations are grouped by. */
export interface Observed {
  signal: SignalName;
  value: number;
  /** From publication to the reading. */
  ageHours: number;
  /** Weekday of publication, 1 = Monday … 7 = Sunday, UTC. */
  weekday: number;
}

/** Baseline of a new installation: everything falls back to the priors of config/scoring.ts. */
export function emptyBaseline(asOf: Date): Baseline {
  return { version: SCORING_VERSION, asOf: asOf.toISOString(), expectations: {} };
}

/**
 * Trailing expectations per signal, age bucket and weekday: median and spread (1.4826 · median absolute
 * deviation) of ln(1 + n) over the papers published in the last 56 days. A paper counts once per bucket,
 * however often it was observed. Ignores everything after `asOf`.
 */
export function computeBaseline(history: readonly Candidate[], asOf: Date): Baseline {
  const groups = new Map<string, number[]>();
  for (const candidate of history) {
    if (hoursBetween(candidate.publicAt, asOf) > EXPECTATION.windowDays * 24) continue;
    for (const [key, value] of valuesByKey(candidate, asOf)) {
      const group = groups.get(key);
      if (group) group.push(Math.log1p(value));
      else groups.set(key, [Math.log1p(value)]);
    }
  }
  const entries = [...groups].map(([key, values]) => [key, expectationOf(values)] as const);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...emptyBaseline(asOf), expectations: Object.fromEntries(entries) };
}

/**
 * Robust z-score of a reading: its distance in spreads from what is expected at its age and weekday. An
 * expectation learned from m papers has weight m / (m + 20); the rest comes from all weekdays together, and
 * what is missing there from the prior. Strictly increasing in the value, so equal ages compare like raw
 * numbers.
 */
export function robustZScore(baseline: Baseline, observed: Observed): number {
  const heat = Math.log1p(observed.value);
  const prior = EXPECTATION.prior[observed.signal];
  let zScore = (heat - prior.level) / prior.spread;
  const bucket = ageBucket(observed.ageHours);
  for (const weekday of ['any', observed.weekday]) {
    const expectation = baseline.expectations[keyOf(observed.signal, bucket, weekday)];
    if (!expectation) continue;
    const share = expectation.papers / (expectation.papers + EXPECTATION.shrinkage);
    zScore = share * ((heat - expectation.level) / expectation.spread) + (1 - share) * zScore;
  }
  return zScore;
}

/** 1 = Monday … 7 = Sunday, UTC. */
export function weekdayOf(time: Date): number {
  return time.getUTCDay() || 7;
}

function valuesByKey(candidate: Candidate, asOf: Date): Map<string, number> {
  const values = new Map<string, number>();
  const weekday = weekdayOf(candidate.publicAt);
  for (const signal of SIGNAL_NAMES) {
    for (const { at, value } of snapshotsUntil(candidate, signal, asOf)) {
      const bucket = ageBucket(hoursBetween(candidate.publicAt, at));
      values.set(keyOf(signal, bucket, weekday), value);
      values.set(keyOf(signal, bucket, 'any'), value);
    }
  }
  return values;
}

function expectationOf(values: readonly number[]): Expectation {
  const level = median(values);
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - level)));
  return { papers: values.length, level, spread: Math.max(EXPECTATION.spreadFloor, deviation) };
}

function ageBucket(hours: number): number {
  const bucket = EXPECTATION.ageBucketHours.findIndex((edge) => hours < edge);
  return bucket < 0 ? EXPECTATION.ageBucketHours.length : bucket;
}

function keyOf(signal: SignalName, bucket: number, weekday: number | string): string {
  return `${signal}/${bucket}/${weekday}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  return (low + (sorted[Math.floor(middle)] ?? low)) / 2;
}
