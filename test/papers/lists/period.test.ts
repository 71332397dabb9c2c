import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parsePeriod, periodOf } from '../../../src/papers/lists/period.ts';

describe('periods', () => {
  it.each([
    ['day', '2026-11-20', '2026-11-20', '2026-11-20'],
    ['week', '2026-W47', '2026-11-16', '2026-11-22'],
    ['week', '2020-W53', '2020-12-28', '2021-01-03'],
    ['week', '2026-W01', '2025-12-29', '2026-01-04'],
    ['month', '2026-02', '2026-02-01', '2026-02-28'],
    ['month', '2024-02', '2024-02-01', '2024-02-29'],
    ['month', '2026-12', '2026-12-01', '2026-12-31'],
  ] as const)('%s %s', (kind, name, from, to) => {
    expect(parsePeriod(kind, name)).toEqual({ kind, name, from, to });
  });

  it.each([
    ['day', '2026-02-30'],
    ['day', '2026-13-01'],
    ['day', '26-11-20'],
    ['day', '9999-01-01'],
    ['week', '2026-W54'],
    ['week', '2026-W00'],
    ['week', '2025-W53'],
    ['week', '2026-w47'],
    ['month', '2026-13'],
    ['month', '2026-1'],
    ['month', ''],
  ] as const)('%s %s is not a period', (kind, name) => {
    expect(parsePeriod(kind, name)).toBeNull();
  });

  it('match the ISO calendar for every week of two hundred years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 73_000 }), (days) => {
        const date = Temporal.PlainDate.from('1900-01-08').add({ days });
        const { name, from, to } = periodOf('week', date.toString());
        expect(name).toBe(`${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`);
        expect(from <= date.toString() && date.toString() <= to).toBe(true);
        expect(parsePeriod('week', name)?.from ?? from).toBe(from);
      }),
    );
  });
});
