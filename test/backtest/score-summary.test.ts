import { describe, expect, it } from 'vitest';
import { meanWithInterval } from '../../src/backtest/confidence-interval.ts';
import { rougeOne, saysContribution } from '../../src/backtest/summaries/score-summary.ts';

describe('rougeOne', () => {
  it('is the F1 of words, each counted as often as both have it', () => {
    expect(rougeOne('the pump the hose', 'The hose, the tank.')).toBeCloseTo(6 / 8);
    expect(rougeOne('a state-of-the-art pump', 'state of the art')).toBe(0);
    expect(rougeOne('same words', 'Same words.')).toBe(1);
    expect(rougeOne('', '')).toBe(0);
  });
});

describe('saysContribution', () => {
  it('needs authors or paper, and a verb of theirs', () => {
    for (const text of ['We propose a pump.', 'Here we also show it.', 'This paper presents a pump.'])
      expect(saysContribution(text)).toBe(true);
    for (const text of ['Pumps have been proposed.', 'However, we need pumps.', 'This paper is long.'])
      expect(saysContribution(text)).toBe(false);
  });
});

describe('meanWithInterval', () => {
  it('has the mean inside, narrows with more values and is the same each time', () => {
    const few = meanWithInterval([0, 1, 0, 1, 1, 0, 1, 1]);
    const many = meanWithInterval(Array.from({ length: 800 }, (_, index) => (index % 8 < 5 ? 1 : 0)));
    expect(few.mean).toBe(0.625);
    expect(few.low).toBeLessThan(0.625);
    expect(few.high).toBeGreaterThan(0.625);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 5);
    expect(meanWithInterval([0, 1, 0, 1, 1, 0, 1, 1])).toEqual(few);
    expect(meanWithInterval([]).mean).toBeNaN();
  });
});
