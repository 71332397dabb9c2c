import { expect, it } from 'vitest';
import {
  type Backlog,
  describeBacklog,
  describeOutage,
  mergeMaskedReasons,
  type ProviderOutage,
} from '../../../src/delivery/status/backlog.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const SEND_HOUR = new Date('2026-11-23T07:00:00Z');
const LATER = new Date('2026-11-23T09:05:00Z');

const backlog = (over: Partial<Backlog>): Backlog => ({
  edition: 'daily-2026-11-23',
  state: 'open',
  overdue: 0,
  since: null,
  reasons: [],
  providers: [],
  nextTry: null,
  ...over,
});
const outage = (over: Partial<ProviderOutage>): ProviderOutage => ({
  provider: 'smtp',
  kind: 'service',
  state: 'open',
  reason: '421 later',
  until: LATER,
  ...over,
});

it('is empty without overdue and deferred deliveries', () => {
  expect(describeBacklog(backlog({ providers: [outage({})] }), NOW)).toEqual([]);
});

it('describes one overdue delivery with its reason and the next attempt', () => {
  const reasons = [{ reason: '451 later', count: 1 }];
  expect(describeBacklog(backlog({ overdue: 1, since: SEND_HOUR, reasons, nextTry: LATER }), NOW)).toEqual([
    '1 delivery is overdue; the oldest was due at 2026-11-23 07:00 UTC.',
    '1 delivery is waiting for a retry: 451 later.',
    'Next attempt: 2026-11-23 09:05 UTC.',
  ]);
});

it('lists ten reasons and counts the others', () => {
  const reasons = Array.from({ length: 12 }, (_, number) => ({ reason: `451 ${number}`, count: 1 }));
  const sentences = describeBacklog(
    backlog({ overdue: 1_500, since: SEND_HOUR, reasons, nextTry: NOW }),
    NOW,
  );
  expect(sentences).toHaveLength(14);
  expect(sentences[0]).toContain('1,500 deliveries are overdue');
  expect(sentences.slice(11)).toEqual([
    '2 more reasons; the ledger lists them all.',
    '1,488 more have not been attempted yet.',
    'Next attempt: in the next send slot, within a minute.',
  ]);
});

it('has no next attempt for a paused edition', () => {
  const reasons = [{ reason: '451 later', count: 2 }];
  expect(describeBacklog(backlog({ state: 'paused', reasons }), NOW)).toEqual([
    '2 deliveries were deferred: 451 later.',
    'No further attempts until the edition is resumed.',
  ]);
});

it.each([
  [
    outage({}),
    'smtp did not respond on the last attempt; circuit breaker open until 2026-11-23 09:05 UTC: 421 later.',
  ],
  [
    outage({ kind: 'account', until: null }),
    'smtp rejected our account on the last attempt; a retry is allowed now: 421 later.',
  ],
  [
    outage({ kind: 'quota', until: null }),
    'smtp reported a used-up quota on the last attempt; a retry is allowed now: 421 later.',
  ],
  [
    outage({ kind: 'allowance', reason: 'the daily quota is used up' }),
    'smtp sends no digests until 2026-11-23 09:05 UTC: the daily quota is used up.',
  ],
])('describes the outage %j', (given, sentence) => {
  expect(describeOutage(given)).toBe(sentence);
});

it('masks addresses and merges reasons that are then equal', () => {
  const merged = mergeMaskedReasons([
    { reason: '550 no ada@example.com here', count: 2 },
    { reason: '451 later', count: 3 },
    { reason: '550 no amy@example.com here', count: 2 },
  ]);
  expect(merged.map(({ count }) => count)).toEqual([4, 3]);
  expect(merged[0]?.reason).not.toContain('ada@');
});
