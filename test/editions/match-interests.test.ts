import { describe, expect, it } from 'vitest';
import { phrasesOf } from '../../src/editions/match-interests.ts';

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
