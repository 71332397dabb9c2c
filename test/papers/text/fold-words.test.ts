import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/papers/text/fold-words.ts';

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
