import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES, SKIP_REASONS, skipReasonFor } from '../../../src/delivery/pipeline/delivery.ts';
import { sumTotals, toTotals } from '../../../src/delivery/status/totals.ts';

const counts = fc.array(
  fc.record({
    state: fc.constantFrom(...DELIVERY_STATES),
    reason: fc.constantFrom(...SKIP_REASONS, null),
    count: fc.nat(1_000),
  }),
);

describe('the books', () => {
  it('balance exactly when the rows are as many as were planned', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: -3, max: 3 }), (rows, off) => {
        const sum = rows.reduce((total, row) => total + row.count, 0);
        expect(toTotals(sum + off, rows).balanced).toBe(off === 0);
      }),
    );
  });

  it('count every row once', () => {
    fc.assert(
      fc.property(counts, (rows) => {
        const books = toTotals(0, rows);
        const excluded = Object.values(books.excluded).reduce((sum, count) => sum + count, 0);
        const all = books.accepted + excluded + books.failed + books.uncertain + books.planned;
        expect(all).toBe(rows.reduce((total, row) => total + row.count, 0));
      }),
    );
  });

  it('of several editions add up', () => {
    const one = toTotals(3, [
      { state: 'accepted', reason: null, count: 1 },
      { state: 'excluded', reason: 'paused', count: 2 },
    ]);
    const two = toTotals(2, [{ state: 'excluded', reason: 'paused', count: 1 }]);
    expect(sumTotals([one, two])).toEqual({
      audience: 5,
      accepted: 1,
      excluded: { paused: 3 },
      failed: 0,
      uncertain: 0,
      planned: 0,
      balanced: false,
    });
  });
});

describe('who is sent nothing', () => {
  it('is everybody but the active', () => {
    expect(skipReasonFor('active')).toBeNull();
    for (const state of ['unsubscribed', 'paused', 'suppressed', 'erased'])
      expect(skipReasonFor(state)).toBe(state);
    expect(skipReasonFor('pending')).toBe('not-active');
    expect(skipReasonFor('something new')).toBe('not-active');
  });
});
