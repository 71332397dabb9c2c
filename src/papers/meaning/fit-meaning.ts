import { setImmediate } from 'node:timers/promises';
import { type Columns, dot, normalNumbers, orthonormalize, symmetricEigen } from './linear-algebra.ts';
import { DIMENSIONS, frequencyWeight } from './meaning-model.ts';
import { meaningTerms } from './meaning-terms.ts';

/** Extra directions and passes of the randomized SVD (Halko, Martinsson and Tropp 2011). */
const OVERSAMPLING = 10;
const PASSES = 2;
const SEED = 20_260_430;
const FEWEST_PAPERS_WITH_TERM = 3;
const LARGEST_SHARE_WITH_TERM = 0.3;
const MOST_TERMS = 30_000;
/** Power of the singular values that directions are divided by; 0 keeps those of common subjects long. */
const WHITENING = 0.5;

/** Term-document matrix by document: places of terms and their weights, all in a row. */
interface SparseMatrix {
  starts: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
  size: number;
}

/** Terms of a fitted model, with DIMENSIONS numbers for each. */
export interface FittedMeaning {
  terms: string[];
  vectors: Float32Array;
}

/** Terms of all texts by number, and of each text the numbers with their counts. */
interface CountedTexts {
  numbers: Map<string, number>;
  /** Texts that have each term, by its number. */
  papers: number[];
  texts: { terms: Uint32Array; counts: Uint16Array }[];
}

/**
 * Fits a model to texts: TF-IDF with logarithmic frequencies and rows of length 1, then a randomized SVD.
 * Gives way to other work between passes.
 */
export async function fitMeaning(texts: AsyncIterable<string> | Iterable<string>): Promise<FittedMeaning> {
  const counted = await countTerms(texts);
  const size = counted.texts.length;
  const papersWith = (number: number) => counted.papers[number] ?? 0;
  const chosen = [...counted.numbers]
    .filter(([, number]) => papersWith(number) >= FEWEST_PAPERS_WITH_TERM)
    .filter(([, number]) => papersWith(number) <= Math.max(LARGEST_SHARE_WITH_TERM * size, 10))
    .sort(([a, x], [b, y]) => papersWith(y) - papersWith(x) || (a < b ? -1 : 1))
    .slice(0, MOST_TERMS);
  const rarity = chosen.map(([, number]) => Math.log(1 + size / papersWith(number)));
  const places = new Map(chosen.map(([, number], place) => [number, place]));
  const directions = await principalDirections(toMatrix(counted, places, rarity), chosen.length);
  const vectors = new Float32Array(chosen.length * DIMENSIONS);
  for (const [at, direction] of directions.entries())
    for (const [place, value] of direction.entries())
      vectors[place * DIMENSIONS + at] = value * (rarity[place] ?? 0);
  return { terms: chosen.map(([term]) => term), vectors };
}

async function countTerms(texts: AsyncIterable<string> | Iterable<string>): Promise<CountedTexts> {
  const counted: CountedTexts = { numbers: new Map(), papers: [], texts: [] };
  for await (const text of texts) {
    const counts = meaningTerms(text);
    const terms = Uint32Array.from(counts.keys(), (term) => {
      const number = counted.numbers.get(term) ?? counted.numbers.size;
      counted.numbers.set(term, number);
      counted.papers[number] = (counted.papers[number] ?? 0) + 1;
      return number;
    });
    counted.texts.push({ terms, counts: Uint16Array.from(counts.values()) });
    if (counted.texts.length % 500 === 0) await setImmediate();
  }
  return counted;
}

function toMatrix(
  { texts }: CountedTexts,
  places: ReadonlyMap<number, number>,
  rarity: readonly number[],
): SparseMatrix {
  const most = texts.reduce((sum, text) => sum + text.terms.length, 0);
  const starts = new Uint32Array(texts.length + 1);
  const terms = new Uint32Array(most);
  const weights = new Float32Array(most);
  let end = 0;
  for (const [document, text] of texts.entries()) {
    const first = end;
    for (const [at, number] of text.terms.entries()) {
      const place = places.get(number);
      if (place === undefined) continue;
      terms[end] = place;
      weights[end] = frequencyWeight(text.counts[at] ?? 1) * (rarity[place] ?? 0);
      end += 1;
    }
    const own = weights.subarray(first, end);
    const length = Math.sqrt(dot(own, own));
    for (let at = 0; at < own.length; at++) own[at] = (own[at] ?? 0) / length;
    starts[document + 1] = end;
  }
  return { starts, terms, weights, size: texts.length };
}

/** Right singular vectors of the matrix, divided by a power of their singular values. */
async function principalDirections(matrix: SparseMatrix, terms: number): Promise<Columns> {
  const rank = DIMENSIONS + OVERSAMPLING;
  const random = normalNumbers(SEED);
  let inTerms: Columns = Array.from({ length: rank }, () => Float32Array.from({ length: terms }, random));
  for (let pass = 0; pass <= PASSES; pass++) {
    const inDocuments = orthonormalize(await eachColumn(inTerms, (column) => times(matrix, column)));
    await setImmediate();
    inTerms = await eachColumn(inDocuments, (column) => transposedTimes(matrix, column, terms));
    if (pass < PASSES) orthonormalize(inTerms);
  }
  const square = inTerms.map((row) => inTerms.map((column) => dot(row, column)));
  return symmetricEigen(square)
    .slice(0, DIMENSIONS)
    .map(({ value, vector }) => {
      const singular = Math.sqrt(Math.max(value, 1e-12));
      const scale = 1 / (singular * singular ** WHITENING);
      return combined(inTerms, vector, singular > 1e-4 ? scale : 0);
    });
}

async function eachColumn(columns: Columns, make: (column: Float32Array) => Float32Array): Promise<Columns> {
  const made: Columns = [];
  for (const column of columns) {
    made.push(make(column));
    await setImmediate();
  }
  return made;
}

function times({ starts, terms, weights, size }: SparseMatrix, column: Float32Array): Float32Array {
  const product = new Float32Array(size);
  for (let document = 0; document < size; document++) {
    let sum = 0;
    for (let at = starts[document] ?? 0; at < (starts[document + 1] ?? 0); at++)
      sum += (weights[at] ?? 0) * (column[terms[at] ?? 0] ?? 0);
    product[document] = sum;
  }
  return product;
}

function transposedTimes(
  { starts, terms, weights, size }: SparseMatrix,
  column: Float32Array,
  length: number,
): Float32Array {
  const product = new Float32Array(length);
  for (let document = 0; document < size; document++) {
    const factor = column[document] ?? 0;
    for (let at = starts[document] ?? 0; at < (starts[document + 1] ?? 0); at++) {
      const term = terms[at] ?? 0;
      product[term] = (product[term] ?? 0) + factor * (weights[at] ?? 0);
    }
  }
  return product;
}

function combined(columns: Columns, factors: readonly number[], scale: number): Float32Array {
  const sum = new Float32Array(columns[0]?.length ?? 0);
  for (const [place, column] of columns.entries()) {
    const factor = (factors[place] ?? 0) * scale;
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + factor * (column[at] ?? 0);
  }
  return sum;
}
