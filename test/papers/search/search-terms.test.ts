import { describe, expect, it } from 'vitest';
import {
  allLexemesQuery,
  allTermsQuery,
  atLeastQuery,
  relaxations,
  termWeight,
} from '../../../src/papers/search/search-terms.ts';

const units = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    typed: `w${place}`,
    query: `'w${place}'`,
    name: '',
    weight: 1 - place / 100,
  }));

describe('search terms', () => {
  it('become quoted tsqueries without operators', () => {
    expect(allLexemesQuery(["a'b", 'c\\d'])).toBe("'a''b' & 'c\\\\d'");
    expect(allTermsQuery(units(2))).toBe("('w0') & ('w1')");
    expect(atLeastQuery(units(3), 2)).toBe("('w0') & (('w1') | ('w2')) | ('w1') & ('w2')");
    expect(atLeastQuery(units(4), 3)).toBe(
      "('w0') & (('w1') & (('w2') | ('w3')) | ('w2') & ('w3')) | ('w1') & ('w2') & ('w3')",
    );
    expect([atLeastQuery(units(2), 1), atLeastQuery(units(2), 2)]).toEqual([
      "('w0') | ('w1')",
      "('w0') & ('w1')",
    ]);
  });

  it('are relaxed step by step, and never to none', () => {
    const steps = (count: number) => relaxations(units(count)).map((step) => [step.terms.length, step.least]);
    expect(steps(1)).toEqual([]);
    expect(steps(2)).toEqual([[2, 1]]);
    expect(steps(3)).toEqual([
      [3, 2],
      [3, 1],
    ]);
    expect(steps(5)).toEqual([
      [5, 4],
      [5, 3],
      [5, 1],
    ]);
    expect(steps(20)).toEqual([
      [10, 10],
      [10, 9],
      [10, 8],
      [6, 3],
      [6, 1],
    ]);
  });

  it('weigh less the more papers have them', () => {
    expect([0, 1, 140, 50_000].map((papers) => Number(termWeight(papers).toFixed(2)))).toEqual([
      1, 0.76, 0.2, 0.09,
    ]);
  });
});
