import { seededRandom } from '../../seeded-random.ts';

/** Dense columns of one length, each a Float32Array. Small parts of linear algebra, enough for a randomized SVD. */
export type Columns = Float32Array[];

/** Numbers from a normal distribution with a seed: the same model on every machine. */
export function normalNumbers(seed: number): () => number {
  const uniform = seededRandom(seed);
  // Box–Muller; 1 - uniform() is never 0.
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Inner product. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Makes the columns orthonormal in place, by Gram–Schmidt with a second pass for precision. */
export function orthonormalize(columns: Columns): Columns {
  for (const [place, column] of columns.entries()) {
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of columns.slice(0, place)) addScaled(column, earlier, -dot(column, earlier));
    const length = Math.sqrt(dot(column, column));
    const scale = length > 1e-9 ? 1 / length : 0;
    for (let at = 0; at < column.length; at++) column[at] = (column[at] ?? 0) * scale;
  }
  return columns;
}

function addScaled(target: Float32Array, source: Float32Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at] = (target[at] ?? 0) + factor * (source[at] ?? 0);
}

/** Eigenvalues and eigenvectors of a small symmetric matrix, largest first (cyclic Jacobi rotations). */
export function symmetricEigen(
  matrix: readonly (readonly number[])[],
): { value: number; vector: number[] }[] {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, row) =>
    Float64Array.from({ length: size }, (_, column) => Number(row === column)),
  );
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
  return Array.from({ length: size }, (_, column) => ({
    value: a[column]?.[column] ?? 0,
    vector: v.map((row) => row[column] ?? 0),
  })).sort((x, y) => y.value - x.value);
}

function rotate(a: Float64Array[], v: Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [a[p], a[q]];
  const off = rowP?.[q] ?? 0;
  if (!rowP || !rowQ || Math.abs(off) < 1e-12) return;
  const theta = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(t * t + 1);
  const sine = t * cosine;
  for (const rows of [a, v]) for (const row of rows) turn(row, p, q, cosine, sine);
  for (let at = 0; at < rowP.length; at++) {
    const [x, y] = [rowP[at] ?? 0, rowQ[at] ?? 0];
    rowP[at] = cosine * x - sine * y;
    rowQ[at] = sine * x + cosine * y;
  }
}

function turn(row: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const [x, y] = [row[p] ?? 0, row[q] ?? 0];
  row[p] = cosine * x - sine * y;
  row[q] = sine * x + cosine * y;
}
