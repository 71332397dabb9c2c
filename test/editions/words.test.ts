import { describe, expect, it } from 'vitest';
import { foldedLine, phrasesOf, wordsOf } from '../../src/editions/words.ts';

describe('wordsOf', () => {
  it.each([
    ["Schrödinger's k-NN", ['schrodinger', 's', 'k', 'nn']],
    ['SØREN Łukasz, Weiß & Æsir', ['soren', 'lukasz', 'weiss', 'aesir']],
    ['\u0130stanbul ｆｕｌｌ ﬁne', ['istanbul', 'full', 'fine']],
    ['扩散模型 v2', ['扩散模型', 'v2']],
    ['… — !', []],
    ['', []],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
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

describe('phrasesOf', () => {
  it.each([
    ['sparse attention', [' sparse ', ' attention ']],
    ['"sparse attention" kernels', [' sparse attention ', ' kernels ']],
    ['“Sparse Attention”', [' sparse attention ']],
    ['self-attention', [' self attention ']],
    ['"unfinished business', [' unfinished ', ' business ']],
    ['model model', [' model ']],
    ['"" ++', []],
    ['C++', [' c ']],
  ])('%s', (query, phrases) => {
    expect(phrasesOf(query)).toEqual(phrases);
  });
});
