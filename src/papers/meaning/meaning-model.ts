import { meaningTerms } from './meaning-terms.ts';

export const DIMENSIONS = 64;

/**
 * Latent semantic model of the installation's own papers (Deerwester 1990): a vector for each term. The
 * meaning of a text is the sum over its terms, so a new paper or a query needs no refit.
 */
export interface MeaningModel {
  version: number;
  /** Place of each term in `vectors`. */
  terms: ReadonlyMap<string, number>;
  /** DIMENSIONS numbers for each term, with the weight of the term in them. */
  vectors: Float32Array;
}

/** Direction of a text, not normalized; all zero if the model has none of its words. */
export type Meaning = Int8Array;

/** Weight of a term that occurs so often in one text. */
export function frequencyWeight(count: number): number {
  return 1 + Math.log(count);
}

/** Meaning of a text by the model. Never throws. */
export function meaningOf(model: MeaningModel, text: string): Meaning {
  const sum = new Float32Array(DIMENSIONS);
  for (const [term, count] of meaningTerms(text)) {
    const place = model.terms.get(term);
    if (place === undefined) continue;
    const weight = frequencyWeight(count);
    const start = place * DIMENSIONS;
    for (let at = 0; at < DIMENSIONS; at++)
      sum[at] = (sum[at] ?? 0) + weight * (model.vectors[start + at] ?? 0);
  }
  return quantized(sum);
}

/** Cosine of two meanings, from -1 to 1; 0 if one is empty. */
export function meaningSimilarity(a: Meaning, b: Meaning): number {
  let [both, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < DIMENSIONS; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}

/** One byte a number, the largest as 127. A cosine does not depend on the scale. */
function quantized(vector: Float32Array): Meaning {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((127 * value) / largest)));
}

/** Vectors of terms for storage: for each term a scale (float32), then DIMENSIONS bytes. */
export function encodeVectors(vectors: Float32Array): Buffer {
  const terms = vectors.length / DIMENSIONS;
  const bytes = Buffer.alloc(terms * (4 + DIMENSIONS));
  for (let term = 0; term < terms; term++) {
    const vector = vectors.subarray(term * DIMENSIONS, (term + 1) * DIMENSIONS);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const start = term * (4 + DIMENSIONS);
    bytes.writeFloatLE(largest / 127, start);
    for (const [at, value] of quantized(vector).entries()) bytes.writeInt8(value, start + 4 + at);
  }
  return bytes;
}

/** Reads what encodeVectors wrote. */
export function decodeVectors(stored: Uint8Array): Float32Array {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const terms = Math.floor(bytes.length / (4 + DIMENSIONS));
  const vectors = new Float32Array(terms * DIMENSIONS);
  for (let term = 0; term < terms; term++) {
    const start = term * (4 + DIMENSIONS);
    const scale = bytes.readFloatLE(start);
    for (let at = 0; at < DIMENSIONS; at++)
      vectors[term * DIMENSIONS + at] = scale * bytes.readInt8(start + 4 + at);
  }
  return vectors;
}
