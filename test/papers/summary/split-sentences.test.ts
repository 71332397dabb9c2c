import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/papers/summary/split-sentences.ts';

describe('splitSentences', () => {
  it.each([
    ['We water. It grows! Does it? Yes.', ['We water.', 'It grows!', 'Does it?', 'Yes.']],
    [
      'It rose by 62.1%. We checked 3.5 and v2.0 twice.',
      ['It rose by 62.1%.', 'We checked 3.5 and v2.0 twice.'],
    ],
    [
      'As Doe et al. Show it, e.g. Figure 2, i.e. Half.',
      ['As Doe et al. Show it, e.g. Figure 2, i.e. Half.'],
    ],
    [
      'In Fig. 3 and Sec. 4 of U.S. Law, J. Doe vs. R. Roe.',
      ['In Fig. 3 and Sec. 4 of U.S. Law, J. Doe vs. R. Roe.'],
    ],
    [
      'He said "stop." We stopped (at once.) Then more.',
      ['He said "stop."', 'We stopped (at once.)', 'Then more.'],
    ],
    ['The hose leaks.To stop that, we glue.', ['The hose leaks.', 'To stop that, we glue.']],
    ['It grew. mPot did it. pots remain', ['It grew.', 'mPot did it. pots remain']],
    ['浇水。生长！是吗？', ['浇水。', '生长！', '是吗？']],
    ['Parts: • We dig. • We sow.', ['Parts:', '• We dig.', '• We sow.']],
    ['See example.org. 1. Dig. 2. Sow.', ['See example.org.', '1. Dig.', '2. Sow.']],
    ['', []],
  ])('splits %j', (line, sentences) => {
    expect(splitSentences(line)).toEqual(sentences);
  });
});
