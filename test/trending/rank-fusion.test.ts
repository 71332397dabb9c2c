import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  fuseTerms,
  middleRanks,
  tieBreakKey,
  withoutContradiction,
} from '../../src/trending/rank-fusion.ts';

describe('middleRanks', () => {
  it('gives the largest value rank 1, and equal values the mean of their ranks', () => {
    expect(middleRanks([5, 9, 5, 1])).toEqual([2.5, 1, 2.5, 4]);
    expect(middleRanks([ABSENT, 0, ABSENT, -3])).toEqual([3.5, 1, 3.5, 2]);
    expect(middleRanks([])).toEqual([]);
  });
});

describe('fuseTerms', () => {
  it('rejects NaN instead of looping forever', () => {
    expect(() => middleRanks([1, Number.NaN, 2])).toThrow(TypeError);
  });

  it('adds weight / (60 + rank)', () => {
    const fused = fuseTerms(
      [
        { weight: 1, values: [3, 1] },
        { weight: 0.5, values: [1, 3] },
      ],
      2,
    );
    expect(fused[0]).toBeCloseTo(1 / 61 + 0.5 / 62, 12);
    expect(fused[1]).toBeCloseTo(1 / 62 + 0.5 / 61, 12);
  });

  it('skips a term without any data', () => {
    const spoken = { weight: 1, values: [3, 1] };
    expect(fuseTerms([spoken, { weight: 9, values: [ABSENT, ABSENT] }], 2)).toEqual(fuseTerms([spoken], 2));
  });

  it('ranks papers without a signal last, all equal', () => {
    const [silent, little, alsoSilent] = fuseTerms([{ weight: 1, values: [ABSENT, -9, ABSENT] }], 3);
    expect(silent).toBe(alsoSilent);
    expect(little).toBeGreaterThan(silent ?? 0);
  });
});

describe('withoutContradiction', () => {
  it('raises a paper to the best value of any comparable one with fewer upvotes', () => {
    const peers = [2, 30, 2, 7].map((upvotes) => ({ cohort: 'day', upvotes }));
    expect(withoutContradiction([4, 1, 9, 5], peers)).toEqual([4, 9, 9, 9]);
  });

  it('ignores other days, papers without upvotes and equal upvotes', () => {
    const peers = [
      { cohort: 'day', upvotes: 1 },
      { cohort: 'day', upvotes: 1 },
      { cohort: 'day before', upvotes: 5 },
      { cohort: null, upvotes: 9 },
    ];
    expect(withoutContradiction([3, 2, 1, 0], peers)).toEqual([3, 2, 1, 0]);
  });

  it('never lowers a value, and leaves no contradiction within a cohort', () => {
    const paper = fc.record({
      cohort: fc.constantFrom('a', 'b', null),
      upvotes: fc.nat({ max: 6 }),
      value: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(ABSENT)),
    });
    fc.assert(
      fc.property(fc.array(paper, { maxLength: 12 }), (papers) => {
        const lifted = withoutContradiction(
          papers.map(({ value }) => value),
          papers,
        );
        papers.forEach((paper, index) => {
          const own = lifted[index] ?? ABSENT;
          expect(own).toBeGreaterThanOrEqual(paper.value);
          papers.forEach((other, place) => {
            if (paper.cohort === null || other.cohort !== paper.cohort || other.upvotes >= paper.upvotes)
              return;
            expect(own).toBeGreaterThanOrEqual(lifted[place] ?? ABSENT);
          });
        });
      }),
    );
  });
});

describe('tieBreakKey', () => {
  it('is the same every time and does not follow the order of ids', () => {
    const ids = Array.from({ length: 50 }, (_, index) => `2606.${String(index).padStart(5, '0')}`);
    expect(ids.map(tieBreakKey)).toEqual(ids.map(tieBreakKey));
    const byKey = [...ids].sort((a, b) => (tieBreakKey(a) < tieBreakKey(b) ? -1 : 1));
    const inversions = byKey.filter((id, index) => id > (byKey[index + 1] ?? '~')).length;
    expect(inversions).toBeGreaterThan(15);
    expect(inversions).toBeLessThan(35);
  });
});
