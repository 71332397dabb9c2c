import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/papers/search/parse-query.ts';

describe('a typed query', () => {
  it.each([
    ['2606.13681', '2606.13681', null],
    ['arXiv:2606.13681v2', '2606.13681', 2],
    ['arxiv: 2606.13681', '2606.13681', null],
    ['https://arxiv.org/pdf/2606.13681v1.pdf', '2606.13681', 1],
    ['https://huggingface.co/papers/2606.13681?x=1#y', '2606.13681', null],
    ['hf.co/papers/2606.13681', '2606.13681', null],
    ['https://www.alphaxiv.org/abs/2606.13681v3', '2606.13681', 3],
    ['https://doi.org/10.48550/arXiv.2606.13681', '2606.13681', null],
    ['https://papers.example.org:3000/papers/2606.13681', '2606.13681', null],
    ['https://mirror.example.org/a/pdf/2606.13681v2.pdf?x=1', '2606.13681', 2],
    ['math/0611800', 'math/0611800', null],
    ['look at "arXiv:2606.13681v2", please', '2606.13681', 2],
    ['arXiv.2606.13681', '2606.13681', null],
    ['arXiv：2606.13681', '2606.13681', null],
    ['论文 2606.13681。', '2606.13681', null],
    ['论文2606.13681v3的笔记', '2606.13681', 3],
    ['“2606.13681”', '2606.13681', null],
    ['（arXiv：２６０６．１３６８１）', '2606.13681', null],
    ['【2606.13681】', '2606.13681', null],
    ['[paper](https://arxiv.org/abs/2606.13681)', '2606.13681', null],
    ['<https://arxiv.org/abs/2606.13681v1>; thanks', '2606.13681', 1],
    ['2606.13681v2.pdf', '2606.13681', 2],
    ['see arXiv-2606.13681, arxiv_2606.13681', '2606.13681', null],
    ['#2606.13681', '2606.13681', null],
    ['(math/0611800)', 'math/0611800', null],
    ['https://www.semanticscholar.org/arXiv:2606.13681', '2606.13681', null],
    ['https://huggingface.co/papers/2606.13681/discussion', '2606.13681', null],
    ['https://example.org/2606.13681/papers', '2606.13681', null],
    ['https://www.example.org/search?q=arxiv%3A2606.13681&hl=en', '2606.13681', null],
    ['https://example.org/translate?u=https://arxiv.org/abs/2606.13681v2', '2606.13681', 2],
    ['https://dblp.org/rec/journals/corr/abs-2606-13681.html', '2606.13681', null],
    ['https://dblp.org/rec/journals/corr/hep-th-9901001', 'hep-th/9901001', null],
    ['https://ui.adsabs.harvard.edu/abs/2026arXiv260613681D/abstract', '2606.13681', null],
    ['@misc{doe, eprint={2606.13681}}', '2606.13681', null],
    ['DOI: 10.48550/ARXIV.2606.13681', '2606.13681', null],
    ['xxx.lanl.gov/abs/hep-th/9901001', 'hep-th/9901001', null],
    ['arXiv.hep-th/9901001', 'hep-th/9901001', null],
    ['2606·13681', '2606.13681', null],
    ['arXiv 2606. 13681', '2606.13681', null],
  ])('%s names a paper', (query, id, version) => {
    expect(parseQuery(query).reference).toEqual({ id, version });
  });

  it.each([
    'attention is all you need',
    '2613.13681',
    'https://example.org/papers/2613.13681',
    'https://doi.org/10.1145/2606.13681',
    'server 10.2606.13681',
    'abs-2613-13681',
    'gpt-4.1',
    'a 2606.136812 b',
    'v2606.1368.1',
    '价格 2613.13681 元',
    '',
  ])('%s names no paper', (query) => {
    expect(parseQuery(query).reference).toBeNull();
  });

  it.each([
    ['VLM^2-Bench', ['vlm2', 'bench']],
    ['$A^3$-Bench', ['a3', 'bench']],
    ['DA^{2}', ['da2']],
    ['VLM²-Bench', ['vlm2', 'bench']],
    ['snake_case pass^k', ['snake', 'case', 'pass', 'k']],
  ])('%s has the words of the title it names', (query, words) => {
    expect(parseQuery(query).words.flatMap(({ parts }) => parts)).toEqual(words);
  });

  it('is shown as typed, unless it is TeX', () => {
    expect(parseQuery('VLM^2-Bench').text).toBe('VLM^2-Bench');
    expect(parseQuery('$\\ell_1$').text).toBe('ℓ₁');
  });

  it('is truncated, with each word once', () => {
    const request = parseQuery(`robot ${'robots robot '.repeat(3_000)}`);
    expect(request.text.length).toBeLessThanOrEqual(2_000);
    expect(request.words.map(({ parts }) => parts)).toEqual([['robot'], ['robots']]);
    expect(parseQuery('a b c d e f g h i j k l m n o p q r s t u v w x y z').words).toHaveLength(24);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (query) => {
        expect(parseQuery(query).text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });
});
