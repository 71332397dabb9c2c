import { seededRandom } from '../seeded-random.ts';
import type { Figure } from './scenario.ts';

const ROUNDS = 1_000;
const SEED = 20_260_430;

/** 95% interval of a mean. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * Mean with its 95% interval by the percentile bootstrap: 1,000 resamples with a fixed seed, so that the same
 * values give the same interval.
 */
export function meanWithInterval(values: readonly number[]): Interval {
  if (values.length === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  const random = seededRandom(SEED);
  const means = Float64Array.from({ length: ROUNDS }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++)
      sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  }).sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    low: means[Math.floor(ROUNDS * 0.025)] ?? mean,
    high: means[Math.ceil(ROUNDS * 0.975) - 1] ?? mean,
  };
}

/** Figure of a statistic of two groups, with its interval by resampling each group; see meanWithInterval. */
export function twoGroupFigure(
  measure: string,
  system: string,
  groups: readonly [readonly number[], readonly number[]],
  statistic: (first: readonly number[], second: readonly number[]) => number,
): Figure {
  const [first, second] = groups;
  const n = first.length + second.length;
  if (first.length === 0 || second.length === 0) return { measure, system, value: null, interval: null, n };
  const random = seededRandom(SEED);
  const resampled = (values: readonly number[]) =>
    values.map(() => values[Math.floor(random() * values.length)] ?? 0);
  const values = Float64Array.from({ length: ROUNDS }, () =>
    statistic(resampled(first), resampled(second)),
  ).sort();
  const bound = (share: number) => rounded(values[Math.round((ROUNDS - 1) * share)] ?? 0);
  return {
    measure,
    system,
    value: rounded(statistic(first, second)),
    interval: [bound(0.025), bound(0.975)],
    n,
  };
}

/** Figure that is the mean of these values, with its interval, rounded to four digits. */
export function meanFigure(measure: string, system: string, values: readonly number[]): Figure {
  if (values.length === 0) return { measure, system, value: null, interval: null, n: 0 };
  const { mean, low, high } = meanWithInterval(values);
  return { measure, system, value: rounded(mean), interval: [rounded(low), rounded(high)], n: values.length };
}

/** Figure of the mean gain of one system over another on the same items; items without a value do not count. */
export function gainFigure(
  measure: string,
  ours: readonly (number | null)[] = [],
  theirs: readonly (number | null)[] = [],
): Figure {
  const gains = ours.flatMap((value, place) => {
    const other = theirs[place] ?? null;
    return value === null || other === null ? [] : value - other;
  });
  return meanFigure(measure, 'paperboy', gains);
}

/**
 * Figure of a statistic that is no mean of values, such as an F1, with its 95% interval by resampling the
 * items.
 */
export function statisticFigure<Item>(
  measure: string,
  system: string,
  items: readonly Item[],
  statistic: (drawn: readonly Item[]) => number,
): Figure {
  if (items.length === 0) return { measure, system, value: null, interval: null, n: 0 };
  const random = seededRandom(SEED);
  const draw = () => items[Math.floor(random() * items.length)] as Item;
  const values = Float64Array.from({ length: ROUNDS }, () => statistic(items.map(draw))).sort();
  const [low, high] = [values[Math.floor(ROUNDS * 0.025)], values[Math.ceil(ROUNDS * 0.975) - 1]];
  const value = statistic(items);
  return {
    measure,
    system,
    value: rounded(value),
    interval: [rounded(low ?? value), rounded(high ?? value)],
    n: items.length,
  };
}

const rounded = (value: number) => Number(value.toFixed(4));
