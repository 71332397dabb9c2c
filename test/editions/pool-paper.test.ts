import { describe, expect, it } from 'vitest';
import { PICKING } from '../../config/scoring.ts';
import { jaccard, similarity } from '../../src/editions/pool-paper.ts';

describe('jaccard', () => {
  it.each([
    [['a', 'b'], ['a', 'b'], 1],
    [['a', 'b', 'c'], ['b', 'c', 'd'], 0.5],
    [['a'], ['b'], 0],
    [['a'], [], 0],
    [[], [], 0],
  ])('%j and %j share %d', (a, b, share) => {
    expect(jaccard(a, b)).toBe(share);
  });
});

describe('similarity', () => {
  it('weighs titles more than topics, and is 1 for identical papers', () => {
    const paper = { titleWords: ['attention', 'sparse'], topics: ['reasoning'] };
    expect(similarity(paper, paper)).toBeCloseTo(1);
    expect(similarity(paper, { ...paper, topics: [] })).toBeCloseTo(PICKING.titleShare);
    expect(similarity(paper, { ...paper, titleWords: [] })).toBeCloseTo(1 - PICKING.titleShare);
  });
});
