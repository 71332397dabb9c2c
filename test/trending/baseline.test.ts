import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPECTATION, SCORING_VERSION } from '../../config/scoring.ts';
import { computeBaseline, emptyBaseline, robustZScore, weekdayOf } from '../../src/trending/baseline.ts';
import { AS_OF, baselineArbitrary, candidateOf, sketchesArbitrary } from '../support/pool.ts';

const MONDAY = new Date('2026-06-08T00:00:00Z');
const TUESDAY = new Date('2026-06-09T00:00:00Z');
const hoursAfter = (start: Date, hours: number) => new Date(start.getTime() + hours * 3_600_000);

const listed = (id: string, publicAt: Date, readings: readonly [hours: number, value: number][]) =>
  candidateOf({
    id,
    publicAt,
    snapshots: { hf_upvotes: readings.map(([hours, value]) => ({ at: hoursAfter(publicAt, hours), value })) },
  });

describe('computeBaseline', () => {
  const history = [
    listed('a', MONDAY, [
      [1, 0],
      [4, 2],
    ]),
    listed('b', MONDAY, [[4, 6]]),
    listed('c', TUESDAY, [
      [4, 0],
      [30, 100],
    ]),
  ];

  it('keeps the median of ln(1 + n) per signal, age bucket and weekday, and over all weekdays', () => {
    const { expectations } = computeBaseline(history, AS_OF);
    expect(Object.keys(expectations)).toEqual([
      'hf_upvotes/0/1',
      'hf_upvotes/0/2',
      'hf_upvotes/0/any',
      'hf_upvotes/4/2',
      'hf_upvotes/4/any',
    ]);
    expect(expectations['hf_upvotes/0/any']).toMatchObject({ papers: 3, level: Math.log(3) });
    expect(expectations['hf_upvotes/0/1']?.level).toBeCloseTo((Math.log(3) + Math.log(7)) / 2);
  });

  it('counts a paper once per bucket, by its last snapshot there', () => {
    const often = listed('d', MONDAY, [
      [1, 0],
      [2, 1],
      [3, 2],
      [5, 4],
    ]);
    expect(computeBaseline([often], AS_OF).expectations['hf_upvotes/0/any']).toEqual({
      papers: 1,
      level: Math.log(5),
      spread: EXPECTATION.spreadFloor,
    });
  });

  it('measures the spread by the median deviation', () => {
    const values = [0, 1, 3, 7, 15].map((value, index) => listed(String(index), MONDAY, [[4, value]]));
    // ln(1 + n) is 0, 1, 2, 3, 4 times ln 2: deviations from the middle have the median ln 2.
    const spread = computeBaseline(values, AS_OF).expectations['hf_upvotes/0/any']?.spread;
    expect(spread).toBeCloseTo(1.4826 * Math.log(2));
  });

  it('ignores papers published more than 56 days ago, and the future', () => {
    const old = listed('old', hoursAfter(AS_OF, -57 * 24), [[4, 9]]);
    const tomorrow = listed('tomorrow', hoursAfter(AS_OF, 24), [[4, 9]]);
    const unread = listed('unread', hoursAfter(AS_OF, -3), [[4, 9]]);
    expect(computeBaseline([old, tomorrow, unread], AS_OF)).toEqual(emptyBaseline(AS_OF));
  });

  it('is plain JSON, with the version and time it was made under', () => {
    const baseline = computeBaseline(history, AS_OF);
    expect(baseline).toMatchObject({ version: SCORING_VERSION, asOf: '2026-06-12T14:00:00.000Z' });
    expect(JSON.parse(JSON.stringify(baseline))).toEqual(baseline);
  });

  it('does not depend on the order of the history', () => {
    fc.assert(
      fc.property(sketchesArbitrary, (sketches) => {
        const papers = sketches.map(candidateOf);
        expect(computeBaseline([...papers].reverse(), AS_OF)).toEqual(computeBaseline(papers, AS_OF));
      }),
    );
  });
});

describe('robustZScore', () => {
  const observed = { signal: 'hf_upvotes', value: 6, ageHours: 4, weekday: 1 } as const;
  const prior = (Math.log(7) - EXPECTATION.prior.hf_upvotes.level) / EXPECTATION.prior.hf_upvotes.spread;

  it('is the prior without history', () => {
    expect(robustZScore(emptyBaseline(AS_OF), observed)).toBeCloseTo(prior);
  });

  it('weights an expectation from m papers by m / (m + 20), first over all weekdays, then for the day', () => {
    const baseline = {
      ...emptyBaseline(AS_OF),
      expectations: {
        'hf_upvotes/0/any': { papers: 60, level: 1, spread: 1 },
        'hf_upvotes/0/1': { papers: 20, level: 2, spread: 0.5 },
      },
    };
    const all = 0.75 * (Math.log(7) - 1) + 0.25 * prior;
    expect(robustZScore(baseline, { ...observed, weekday: 3 })).toBeCloseTo(all);
    expect(robustZScore(baseline, observed)).toBeCloseTo(0.5 * ((Math.log(7) - 2) / 0.5) + 0.5 * all);
    expect(robustZScore(baseline, { ...observed, ageHours: 7 })).toBeCloseTo(prior);
  });

  it('rises strictly with the value for any history', () => {
    fc.assert(
      fc.property(
        baselineArbitrary,
        fc.nat({ max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.nat({ max: 400 }),
        (baseline, value, more, ageHours) => {
          const at = (upvotes: number) => robustZScore(baseline, { ...observed, ageHours, value: upvotes });
          expect(at(value + more)).toBeGreaterThan(at(value));
        },
      ),
    );
  });
});

describe('weekdayOf', () => {
  it('counts from Monday', () => {
    expect([MONDAY, TUESDAY, new Date('2026-06-14T23:59:00Z')].map(weekdayOf)).toEqual([1, 2, 7]);
  });
});
