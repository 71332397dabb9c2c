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

describe('delivery totals', () => {
  it('balance exactly when the number of rows equals the audience', () => {
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
        const totals = toTotals(0, rows);
        const excluded = Object.values(totals.excluded).reduce((sum, count) => sum + count, 0);
        const all = totals.accepted + excluded + totals.failed + totals.uncertain + totals.planned;
        expect(all).toBe(rows.reduce((total, row) => total + row.count, 0));
      }),
    );
  });

  it('add up over several editions', () => {
    const daily = toTotals(3, [
      { state: 'accepted', reason: null, count: 1 },
      { state: 'excluded', reason: 'paused', count: 2 },
    ]);
    const weekly = toTotals(2, [{ state: 'excluded', reason: 'paused', count: 1 }]);
    expect(sumTotals([daily, weekly])).toEqual({
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

describe('skipReasonFor', () => {
  it('returns a reason for every state but active', () => {
    expect(skipReasonFor('active')).toBeNull();
    for (const state of ['unsubscribed', 'paused', 'suppressed', 'erased'])
      expect(skipReasonFor(state)).toBe(state);
    expect(skipReasonFor('pending')).toBe('not-active');
    expect(skipReasonFor('unknown')).toBe('not-active');
  });
});
