import { expect, it } from 'vitest';
import { adviseOnEdition } from '../../../src/delivery/status/advice.ts';
import { toTotals } from '../../../src/delivery/status/totals.ts';
import type { EditionTotals } from '../../../src/delivery/status/totals-queries.ts';

const ID = 'daily-2026-11-23';

function edition(counts: Record<string, number>, over: Partial<EditionTotals> = {}): EditionTotals {
  const rows = Object.entries(counts).map(([state, count]) => ({ state, reason: null, count }));
  const audience = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    id: ID,
    cadence: 'daily',
    day: '2026-11-23',
    state: 'open',
    reason: null,
    ...toTotals(audience, rows),
    ...over,
  };
}

const textsFor = (totals: EditionTotals, ineligible = {}) =>
  adviseOnEdition(totals, ineligible).map(({ why }) => why);

it('is empty for an edition that needs no operator', () => {
  expect(adviseOnEdition(edition({ accepted: 3, planned: 2 }), {})).toEqual([]);
});

it('puts totals that do not add up first', () => {
  const [first] = adviseOnEdition(edition({ accepted: 3, failed: 1 }, { balanced: false }), {});
  expect(first?.why).toMatch(/^Totals don't add up: /);
  expect(first?.command).toBe(`ledger --edition ${ID} --csv`);
});

it.each([
  [1, '1 delivery is uncertain', '1 delivery failed', 'Paused with 1 delivery scheduled'],
  [
    2_000,
    '2,000 deliveries are uncertain',
    '2,000 deliveries failed',
    'Paused with 2,000 deliveries scheduled',
  ],
])('counts %i in the right form', (count, uncertain, failed, paused) => {
  expect(textsFor(edition({ uncertain: count }))[0]).toContain(uncertain);
  expect(textsFor(edition({ failed: count }))[0]).toContain(failed);
  expect(textsFor(edition({ planned: count }, { state: 'paused' }))[0]).toContain(paused);
});

it('offers a retry only for deliveries to eligible subscribers', () => {
  const failed = edition({ failed: 3 });
  expect(textsFor(failed, { unsubscribed: 2 })).toEqual([
    '3 deliveries failed, 2 for ineligible subscribers (unsubscribed). List with reasons:',
    'Once the cause is fixed, retry the other 1 delivery:',
  ]);
  expect(textsFor(failed, { unsubscribed: 3 })).toHaveLength(1);
});
