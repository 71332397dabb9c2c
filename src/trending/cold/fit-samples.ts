import { type Features, isWordFeature } from './cold-features.ts';
import { type SparseRow, solveRidge } from './ridge.ts';

/** One paper to learn from. */
export interface Sample {
  features: Features;
  target: number;
  /** Papers of one group are compared with each other only. */
  group: number;
  /** YYYY-MM-DD. */
  day: string;
}

/** Penalties and memory of a fit. */
export interface FitSettings {
  plainPenalty: number;
  wordPenalty: number;
  /** A day has half its weight after this many days. */
  halfLifeDays: number;
}

/** A rarer word is noise, or a name. */
const RAREST_WORD = 8;
const MOST_WORDS = 6_000;
/** Scale of a feature that hardly ever differs; without a floor one paper would decide its coefficient. */
const SMALLEST_SCALE = 0.05;

/**
 * Ridge regression of the targets within each group. Plain features are compared in their standard deviations,
 * words as they are. `start` holds coefficients of an earlier model that the penalty pulls to.
 */
export async function fitSamples(
  samples: readonly Sample[],
  settings: FitSettings,
  start: Readonly<Record<string, number>> = {},
): Promise<Record<string, number>> {
  const names = namesOf(samples, start);
  const columns = new Map(names.map((name, column) => [name, column]));
  const rows = samples.map(({ features }) => sparseRow(features, columns));
  const scales = scalesOf(rows, names);
  const newest = samples.reduce((day, sample) => (sample.day > day ? sample.day : day), '');
  const solution = await solveRidge({
    rows: rows.map(({ columns: own, values }) => ({
      columns: own,
      values: values.map((value, index) => value / (scales[own[index] ?? 0] ?? 1)),
    })),
    target: Float64Array.from(samples, ({ target }) => target),
    groups: Uint32Array.from(samples, ({ group }) => group),
    weights: Float64Array.from(
      samples,
      ({ day }) => 2 ** (-daysBetween(day, newest) / settings.halfLifeDays),
    ),
    penalties: Float64Array.from(names, (name) =>
      isWordFeature(name) ? settings.wordPenalty : settings.plainPenalty,
    ),
    start: Float64Array.from(names, (name, column) => startOf(start, name) * (scales[column] ?? 1)),
  });
  return Object.fromEntries(
    names.map((name, column) => [name, (solution[column] ?? 0) / (scales[column] ?? 1)]),
  );
}

function daysBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 86_400_000;
}

/** Plain features, frequent words and all of the start, in a total order. */
function namesOf(samples: readonly Sample[], start: Readonly<Record<string, number>>): string[] {
  const counts = new Map<string, number>();
  for (const { features } of samples)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = [...counts]
    .filter(([name, count]) => isWordFeature(name) && count >= RAREST_WORD)
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([name]) => name);
  const plain = [...counts.keys()].filter((name) => !isWordFeature(name));
  return [...new Set([...plain, ...words, ...Object.keys(start)])].sort();
}

/** Names come from outside: `constructor` is no coefficient. */
function startOf(start: Readonly<Record<string, number>>, name: string): number {
  return Object.hasOwn(start, name) ? (start[name] ?? 0) : 0;
}

function sparseRow(features: Features, columns: ReadonlyMap<string, number>): SparseRow {
  const known = [...features].flatMap(([name, value]) => {
    const column = columns.get(name);
    return column === undefined ? [] : [{ column, value }];
  });
  return {
    columns: Uint32Array.from(known, ({ column }) => column),
    values: Float64Array.from(known, ({ value }) => value),
  };
}

/** Standard deviation of each plain feature; words keep their length. */
function scalesOf(rows: readonly SparseRow[], names: readonly string[]): Float64Array {
  const sums = new Float64Array(names.length);
  const squares = new Float64Array(names.length);
  for (const { columns, values } of rows) {
    columns.forEach((column, index) => {
      const value = values[index] ?? 0;
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value ** 2;
    });
  }
  const count = Math.max(1, rows.length);
  return Float64Array.from(names, (name, column) => {
    if (isWordFeature(name)) return 1;
    const mean = (sums[column] ?? 0) / count;
    const variance = (squares[column] ?? 0) / count - mean ** 2;
    return Math.max(SMALLEST_SCALE, Math.sqrt(Math.max(0, variance)));
  });
}
