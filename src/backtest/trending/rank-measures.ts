import { seededRandom } from '../../seeded-random.ts';

/** Least value that counts as one of the top five; papers equal to the fifth count too. */
export function topFiveValue(values: readonly number[]): number {
  return [...values].sort((a, b) => b - a)[4] ?? Number.NEGATIVE_INFINITY;
}

/** Area under the ROC curve: share of pairs in which the positive has the larger value; ties count half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const rising = Float64Array.from(negatives).sort();
  let sum = 0;
  for (const value of positives) sum += (countBelow(rising, value) + countBelow(rising, value, true)) / 2;
  return sum / (positives.length * negatives.length);
}

/** Number of values below `limit`, or up to it. */
function countBelow(rising: Float64Array, limit: number, inclusive = false): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = rising[middle] ?? 0;
    if (value < limit || (inclusive && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Copy in an order that depends on the seed alone. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const result = [...values];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}
