import { describe, expect, it } from 'vitest';
import { matcherOf } from '../../../src/editions/matching/match-interests.ts';
import { poolOf } from '../../support/pool.ts';

/** Certainty of the match of a keyword with a paper; null without one. */
function certainty(value: string, title: string, abstract: string | null = null): number | null {
  const [paper] = poolOf([{ id: 'a', title, abstract }]);
  return (paper && matcherOf({ kind: 'query', value })(paper)?.match) ?? null;
}

describe('a keyword', () => {
  it.each([
    ['world model', 'World Models for Kitchens'],
    ['world models', 'A World-Model of Rain'],
    ['mixture of experts', 'A Mixture-of-Expert Clock'],
    ['pretraining', 'Pre-Training Clocks'],
    ['pre-training', 'Clocks without Pretraining'],
    ['text to image generation', 'Text-to-Image Generation of Clocks'],
    ['few shot', 'Fewshot Clocks'],
    ['KV caches', 'A KV Cache for Clocks'],
    ['case studies', 'A Case Study of Clocks'],
    ['hypotheses', 'One Hypothesis'],
    ['clock analyses', 'Clock Analysis'],
    ['lens', 'Lenses, Boxes, Buses, Movies'],
    ['box', 'Lenses, Boxes, Buses, Movies'],
    ['bus', 'Lenses, Boxes, Buses, Movies'],
    ['movie', 'Lenses, Boxes, Buses, Movies'],
    ['tokenisation', 'Tokenization of Clocks'],
    ['modelling behaviour', 'Modeling Behavior of Clocks'],
    ['GPT4', 'GPT-4 Reads Clocks'],
    ['schrodinger bridge', 'Schrödinger Bridges'],
    ['"sparse attention"', 'Clocks with Sparse Attention'],
    ['"clocks" "sparse attention"', 'Sparse Attention for Clocks'],
  ])('%s is found in %j', (value, title) => {
    expect(certainty(value, title)).toBe(1);
    expect(certainty(value, 'Something Else', `We show this: ${title}.`)).toBe(0.8);
  });

  it.each([
    ['world model', 'A Model of the World'],
    ['sparse attention', 'Attention to Sparse Clocks'],
    ['sparse attention', 'Sparse Linear Attention'],
    ['rag', 'Dragon Clocks'],
    ['art', 'Smart Artists'],
    ['GPT 4', 'GPT-40 Reads Clocks'],
    ['news', 'New Clocks'],
    ['plan', 'Planes and Themes'],
    ['note', 'Not a Clock'],
    ['"clocks" "sparse attention"', 'Sparse Attention for Watches'],
    [
      '"a long phrase of many words between quotation marks"',
      'Marks of Many Long Words, a Phrase in Quotation',
    ],
    ['++', 'C++ for Clocks'],
  ])('%s is not found in %j', (value, title) => {
    expect(certainty(value, title)).toBeNull();
  });

  it('does not begin in the title and end in the abstract', () => {
    expect(certainty('sparse attention', 'All Is Sparse', 'Attention is not.')).toBeNull();
  });

  it('of five or more words is also found, as the weakest match, where its words are near each other', () => {
    const value = 'efficient inference of language models on phones';
    const near = 'Language Models on Phones: Fast and Efficient Inference';
    expect(certainty(value, near)).toBe(0.5);
    expect(certainty(value, 'Something Else', `Here we have: ${near}.`)).toBe(0.5);
    expect(certainty(value, 'Efficient Inference of Language Models on Phones')).toBe(1);
    const apart =
      'Phones ring all day long in the house where nobody speaks a language that anybody would know';
    expect(certainty(value, `${apart}, and models of efficient clocks need no inference`)).toBeNull();
  });
});
