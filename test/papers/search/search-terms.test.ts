import { describe, expect, it } from 'vitest';
import {
  allLexemesQuery,
  allTermsQuery,
  atLeastQuery,
  nearTitleQuery,
  termWeight,
} from '../../../src/papers/search/search-terms.ts';

const units = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    typed: `w${place}`,
    query: `'w${place}'`,
    name: '',
    papers: place,
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

  it('allow a title to lack one word, and two of many', () => {
    expect([nearTitleQuery(units(2)), nearTitleQuery(units(3))]).toEqual([null, atLeastQuery(units(3), 2)]);
    expect(nearTitleQuery(units(6))).toBe(atLeastQuery(units(6), 5));
    expect(nearTitleQuery(units(7))).toBe(atLeastQuery(units(7), 5));
  });

  it('weigh less the more papers have them', () => {
    expect([0, 1, 140, 50_000].map((papers) => Number(termWeight(papers).toFixed(2)))).toEqual([
      1, 0.76, 0.2, 0.09,
    ]);
  });
});
