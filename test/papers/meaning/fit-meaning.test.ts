import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FittedMeaning, fitMeaning } from '../../../src/papers/meaning/fit-meaning.ts';
import {
  decodeVectors,
  encodeVectors,
  type MeaningModel,
  meaningOf,
  meaningSimilarity,
} from '../../../src/papers/meaning/meaning-model.ts';

const LETTERS = 'bcdfghklmnprstvwxz';

/** Word of one of 40 subjects, 12 each. */
const wordAbout = (subject: number, word: number) =>
  `${LETTERS[subject % 18]}o${LETTERS[Math.floor(subject / 18)]}u${LETTERS[word % 12]}a`;
/** Ten texts about each subject, each with some of its words. */
const texts = Array.from({ length: 400 }, (_, number) =>
  Array.from({ length: 6 }, (_, at) => wordAbout(number % 40, Math.floor(number / 40) + at)).join(' '),
);

function modelOf({ terms, vectors }: FittedMeaning): MeaningModel {
  return { version: 1, terms: new Map(terms.map((term, place) => [term, place])), vectors };
}

describe('a fitted model of meaning', () => {
  it('finds words of one subject near although no text has both, and other subjects far', async () => {
    const model = modelOf(await fitMeaning(texts));
    const near = (a: string, b: string) => meaningSimilarity(meaningOf(model, a), meaningOf(model, b));
    const shares = texts.some((text) => [0, 6].every((word) => text.includes(wordAbout(7, word))));
    expect(shares).toBe(false);
    for (const subject of [7, 12, 39]) {
      const other = near(wordAbout(subject, 0), wordAbout(subject - 1, 6));
      expect(near(wordAbout(subject, 0), wordAbout(subject, 6))).toBeGreaterThan(other + 0.1);
    }
    const word = wordAbout(0, 0);
    expect(near(word, 'words that nobody knows')).toBe(0);
    expect(near(word, word)).toBeCloseTo(1);
  });

  it('is the same for the same texts, and keeps its meanings in storage', async () => {
    const [first, second] = [await fitMeaning(texts), await fitMeaning(texts)];
    expect(second).toEqual(first);
    const stored = modelOf({ terms: first.terms, vectors: decodeVectors(encodeVectors(first.vectors)) });
    for (const text of texts.slice(0, 40)) {
      const [before, after] = [meaningOf(modelOf(first), text), meaningOf(stored, text)];
      expect(meaningSimilarity(before, after)).toBeGreaterThan(0.999);
    }
  });

  it('bears any texts', async () => {
    expect(await fitMeaning([])).toEqual({ terms: [], vectors: new Float32Array() });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }), async (any) => {
        const model = modelOf(await fitMeaning([...any, ...any, ...any]));
        expect(model.vectors.every(Number.isFinite)).toBe(true);
        const meaning = meaningOf(model, any.join(' '));
        expect(meaningSimilarity(meaning, meaning)).toBeLessThanOrEqual(1.000_001);
      }),
      { numRuns: 30 },
    );
  });
});
