import { describe, expect, it } from 'vitest';
import { fastClock, realTimeOf } from '../../chaos/clock.ts';
import { matchesCron } from '../../chaos/cron.ts';
import { seededRandom } from '../../chaos/random.ts';
import { SCHEDULE } from '../../config/schedule.ts';

/** Minutes of a day that match the pattern. */
function minutesOf(pattern: string): string[] {
  const day = Date.UTC(2026, 10, 23);
  return Array.from({ length: 1_440 }, (_, minute) => new Date(day + minute * 60_000))
    .filter((moment) => matchesCron(pattern, moment))
    .map((moment) => moment.toISOString().slice(11, 16));
}

describe('fastCron', () => {
  it('matches the minutes of a cron pattern', () => {
    expect(minutesOf('30 3 * * *')).toEqual(['03:30']);
    expect(minutesOf('5 * * * *')).toHaveLength(24);
    expect(minutesOf('*/15 * * * *').slice(0, 3)).toEqual(['00:00', '00:15', '00:30']);
    expect(minutesOf('* * * * *')).toHaveLength(1_440);
  });

  it('supports every pattern of the schedule and rejects others', () => {
    for (const pattern of Object.values(SCHEDULE)) expect(minutesOf(pattern).length).toBeGreaterThan(0);
    expect(() => minutesOf('0 9-17 * * 1,2')).toThrow('Unsupported cron pattern');
  });
});

describe('fastClock', () => {
  it('converts a moment of the run to real time', () => {
    const pace = { since: Date.UTC(2026, 0, 1), origin: Date.UTC(2026, 10, 23, 5), factor: 40 };
    expect(realTimeOf(pace, new Date(pace.origin + 40_000)).getTime()).toBe(pace.since + 1_000);
  });

  it('is set back without moving other clocks', () => {
    const pace = { since: Date.now(), origin: Date.UTC(2026, 10, 23, 5), factor: 1 };
    const [one, other] = [fastClock(pace), fastClock(pace)];
    one.setOffset(-3_600_000);
    expect(Math.round((other.now().getTime() - one.now().getTime()) / 3_600_000)).toBe(1);
  });
});

describe('seededRandom', () => {
  it('depends on the seed only', () => {
    const draws = (seed: number) => {
      const random = seededRandom(seed);
      return [
        random.whole(1, 6),
        random.next(),
        random.shuffled([1, 2, 3, 4, 5]).join(),
        random.pick(['a', 'b']),
      ];
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it('draws every value within its bounds, and shuffles without losing one', () => {
    const random = seededRandom(3);
    const dice = Array.from({ length: 2_000 }, () => random.whole(1, 6));
    expect([...new Set(dice)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(random.shuffled([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
    expect(() => random.pick([])).toThrow();
  });
});
