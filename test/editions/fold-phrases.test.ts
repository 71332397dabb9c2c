import { describe, expect, it } from 'vitest';
import { foldedLine, phrasesOf } from '../../src/editions/fold-phrases.ts';

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
