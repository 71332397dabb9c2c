import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSplit, editDistance, nearestWord, singleEdits } from '../../../src/papers/search/spelling.ts';

const known = (...words: string[]) => words.map((word, place) => ({ word, papers: 100 - place }));

describe('edit distance', () => {
  it.each([
    ['lroa', 'lora', 1],
    ['transfromers', 'transformers', 1],
    ['atention', 'attention', 1],
    ['convlutionel', 'convolutional', 2],
    ['cat', 'dog', 3],
    ['same', 'same', 0],
  ])('between %s and %s: %i', (a, b, slips) => {
    expect(editDistance(a, b, 3)).toBe(slips);
    expect(editDistance(b, a, 3)).toBe(slips);
  });

  it('is 1 for every single edit of a word, and there are no duplicates', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{3,10}$/), (word) => {
        const slips = singleEdits(word);
        for (const slip of slips.slice(0, 50)) expect(editDistance(word, slip, 1)).toBe(1);
        expect(new Set(slips).size).toBe(slips.length);
      }),
    );
    expect(singleEdits('lroa')).toContain('lora');
    expect(singleEdits('模型模型')).toEqual([]);
  });
});

describe('the nearest word', () => {
  it.each([
    ['transfromers', known('transforms', 'transformers'), 'transformers'],
    ['lora', known('zora', 'lara'), 'lara'],
    ['lroa', known('lora', 'laura'), 'lora'],
    ['gpt5', known('gpt4'), null],
    ['vit', known('bert'), null],
    ['xqzvw', known('queue'), null],
    ['ab', known('ac'), null],
  ])('to %s', (typed, words, taken) => {
    expect(nearestWord(typed, words)).toBe(taken);
  });

  it('can be two words written together', () => {
    expect(bestSplit('languagemodel', known('language', 'model', 'lan', 'guagemodel'))).toBe(
      'language model',
    );
    expect(bestSplit('languagemodel', known('language'))).toBeNull();
    expect(bestSplit('text2image', known('text', 'image', 'text2'))).toBe('text image');
  });
});
