import { describe, expect, it } from 'vitest';
import { foldedLine, foldedWords } from '../../../src/papers/text/fold-words.ts';

describe('wordsOf', () => {
  it.each([
    ["Schrödinger's k-NN", ['schrodinger', 's', 'k', 'nn']],
    ['SØREN Łukasz, Weiß & Æsir', ['soren', 'lukasz', 'weiss', 'aesir']],
    ['\u0130stanbul ｆｕｌｌ ﬁne', ['istanbul', 'full', 'fine']],
    ['扩散模型 v2', ['扩散模型', 'v2']],
    ['… — !', []],
    ['', []],
  ])('%s', (text, words) => {
    expect(foldedWords(text)).toEqual(words);
  });
});

describe('foldedLine', () => {
  it('finds whole words only', () => {
    const line = foldedLine('Reagents for sparse attention.');
    expect(line.includes(foldedLine('sparse attention'))).toBe(true);
    expect(line.includes(foldedLine('agent'))).toBe(false);
    expect(line.includes(foldedLine('spar'))).toBe(false);
  });
});
