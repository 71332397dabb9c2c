import { describe, expect, it } from 'vitest';
import { readEnv } from '../../config/env.ts';

describe('arXiv categories', () => {
  it('are left to the taxonomy unless set, and canonical, each once', () => {
    expect(readEnv({}).ARXIV_CATEGORIES).toBeUndefined();
    expect(readEnv({ ARXIV_CATEGORIES: ' q-bio.NC, cs.SY,eess.SY, gr-qc,' }).ARXIV_CATEGORIES).toEqual([
      'q-bio.NC',
      'eess.SY',
      'gr-qc',
    ]);
  });

  it.each([
    ['q-bio.NC,q-bio', 'entry 2 is none'],
    ['cs.ai', 'entry 1 is none'],
    [' , ', 'must name 1 to 60 arXiv categories'],
    [Array.from({ length: 61 }, () => 'cs.AI').join(','), 'must name 1 to 60 arXiv categories'],
  ])('reject %s', (value, remedy) => {
    const problem = { variable: 'ARXIV_CATEGORIES', remedy: expect.stringContaining(remedy) };
    expect(() => readEnv({ ARXIV_CATEGORIES: value })).toThrow(
      expect.objectContaining({ problems: [problem] }),
    );
  });
});
