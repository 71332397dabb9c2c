import { EXPECTATION, SCORING_VERSION } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import { type Candidate, hoursBetween, snapshotsUntil } from './candidate.ts';

/** What papers of one age usually have, in ln(1 + n). */
interface Expectation {
  /** How many papers it was learnt from. */
  papers: number;
  level: number;
  spread: number;
}

/** Trailing expectations as plain JSON data; keys are `signal/age bucket/weekday`, with `any` for all weekdays. */
export interface Baseline {
  version: number;
  asOf: string;
  expectations: Record<string, Expectation>;
}

/** One reading in the terms by which expectations are kept. */
export interface Observed {
  signal: SignalName;
  value: number;
  /** Between the paper's becoming public and the reading. */
  ageHours: number;
  /** The day on which it became public, 1 = Monday … 7 = Sunday, UTC. */
  weekday: number;
}

/** The baseline of an operator who starts today: everything falls back to the priors of config/scoring.ts. */
export function emptyBaseline(asOf: Date): Baseline {
  return { version: SCORING_VERSION, asOf: asOf.toISOString(), expectations: {} };
}

/**
 * Trailing expectations per signal, age bucket and weekday: median and spread (1.4826 · median deviation)
 * of ln(1 + n) over the papers that became public in the last 56 days. A paper counts once a bucket,
 * however often it was observed. Knows nothing later than `asOf`.
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
 * How many spreads a reading lies above (or below) what is expected of its age and weekday. With m papers
 * behind an expectation it counts m / (m + 20); the rest comes from all weekdays together, and what is
 * missing there from the prior. Rises strictly with the value, so equal ages compare like raw numbers.
 */
export function robustZScore(baseline: Baseline, observed: Observed): number {
  const heat = Math.log1p(observed.value);
  const prior = EXPECTATION.prior[observed.signal];
  let standing = (heat - prior.level) / prior.spread;
  const bucket = ageBucket(observed.ageHours);
  for (const weekday of ['any', observed.weekday]) {
    const expectation = baseline.expectations[keyOf(observed.signal, bucket, weekday)];
    if (!expectation) continue;
    const share = expectation.papers / (expectation.papers + EXPECTATION.shrinkage);
    standing = share * ((heat - expectation.level) / expectation.spread) + (1 - share) * standing;
  }
  return standing;
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
