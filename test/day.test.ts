import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, weekday } from '../src/day.ts';

const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it.each([
    ['2026-11-23', 1, '2026-11-24'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-11-23', 0, '2026-11-23'],
    ['2026-11-23', 365, '2027-11-23'],
    // Nights with a clock change in some time zone.
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-10-24', 2, '2026-10-26'],
  ])('%s and %i days is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });

  it('add and subtract consistently, and sort as text', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 400 }), (day, count) => {
        const later = addDays(day, count);
        expect(addDays(later, -count)).toBe(day);
        expect(later > day).toBe(true);
        expect((weekday(day) + count - 1) % 7).toBe(weekday(later) - 1);
      }),
    );
  });

  it.each([
    ['2026-11-23', 1],
    ['2026-11-28', 6],
    ['2026-11-29', 7],
  ])('%s is weekday %i', (day, expected) => {
    expect(weekday(day)).toBe(expected);
  });

  it('begin at midnight UTC in any machine time zone', () => {
    expect(dayOf(new Date('2026-11-23T23:59:59.999Z'))).toBe('2026-11-23');
    expect(dayOf(new Date('2026-11-24T00:00:00.000Z'))).toBe('2026-11-24');
    expect(dayOf(new Date('2026-11-24T01:00:00+02:00'))).toBe('2026-11-23');
  });

  it('throw for invalid text', () => {
    expect(() => addDays('tomorrow', 1)).toThrow(RangeError);
  });
});
