import { expect, it } from 'vitest';
import {
  applySignal,
  type Circuit,
  CLOSED_CIRCUIT,
  type ProviderSignal,
  startProbe,
} from '../../../../src/delivery/providers/circuit-breaker.ts';
import type { ProviderLimits } from '../../../../src/ports.ts';
import { describeProvider } from '../../../../src/web/dashboard/today/describe-provider.ts';
import { UNLIMITED } from '../../../support/installation.ts';

const NOW = new Date('2026-11-23T07:00:00Z');
const MIDNIGHT = new Date('2026-11-24T00:00:00Z');

const after = (change: ProviderSignal, times = 1): Circuit =>
  Array.from({ length: times }).reduce<Circuit>(
    (circuit) => applySignal(circuit, change, NOW),
    CLOSED_CIRCUIT,
  );

function describe(circuit: Circuit | undefined, limits: Partial<ProviderLimits> = {}, taken = 0, now = NOW) {
  const allowance = limits.mailsPerDay ?? null;
  const { state, status, outlook, reason, whatToDo, left, pace } = describeProvider(
    {
      name: 'resend',
      circuit,
      limits: { ...UNLIMITED, ...limits },
      recent: 1_200,
      today: allowance === null ? null : { allowance, taken },
    },
    now,
  );
  return {
    state,
    text: [outlook === null ? status : `${status}, ${outlook}`, reason, left, pace]
      .filter(Boolean)
      .join(' | '),
    whatToDo,
  };
}

it('shows the pace of an available provider and what is left of its daily quota', () => {
  expect(describe(undefined)).toEqual({
    state: 'accepted',
    text: 'available | 1,200 emails in the last 10 minutes.',
    whatToDo: null,
  });
  const limits = { mailsPerDay: 1_000, rate: { perSecond: 5, counts: 'calls' as const } };
  expect(describe(CLOSED_CIRCUIT, limits, 350).text).toBe(
    'available | 650 of 1,000 emails left today, 550 of them for digests. | ' +
      '1,200 emails in the last 10 minutes, limit 5 calls per second.',
  );
});

it.each([
  [
    { kind: 'account', reason: '401: the key is wrong' },
    1,
    'failed',
    /^rejects our account, next attempt at 07:05 UTC \(in 5 min\) \| 401: the key is wrong\./,
    /doctor .*resume the edition/,
  ],
  [
    { kind: 'service', reason: 'no answer' },
    3,
    'failed',
    /^not responding, next attempt at 07:01 UTC \(in 1 min\) \| no answer\./,
    /^Nothing yet/,
  ],
  [
    { kind: 'quota', reason: '429: daily quota', until: MIDNIGHT },
    1,
    'waiting',
    /^provider quota reached, next attempt at 2026-11-24 00:00 UTC \(in 17 h\)/,
    /second provider to MAILER/,
  ],
  [
    { kind: 'allowance', reason: 'the 1000 mails are used up', until: MIDNIGHT },
    1,
    'waiting',
    /^our daily quota is used up, digests resume at 2026-11-24 00:00 UTC \(in 17 h\)/,
    /RESEND_MAILS_PER_DAY/,
  ],
] as const)('shows the next attempt, reason and remedy after %j', (change, times, state, text, whatToDo) => {
  const description = describe(after(change as ProviderSignal, times));
  expect(description.state).toBe(state);
  expect(description.text).toMatch(text);
  expect(description.whatToDo).toMatch(whatToDo);
});

it('shows a test batch after the back-off, and an available provider on a new day', () => {
  const refused = after({ kind: 'account', reason: '401: no' });
  const later = new Date('2026-11-23T07:06:00Z');
  expect(describe(refused, {}, 0, later).text).toContain('testing with a small batch');
  expect(describe(startProbe(refused, later), {}, 0, later).text).toContain('testing with a small batch');
  const spent = after({ kind: 'allowance', reason: 'used up', until: MIDNIGHT });
  expect(describe(spent, { mailsPerDay: 1_000 }, 0, MIDNIGHT).text).toMatch(/^available/);
});

it('has no remedy for a warm-up', () => {
  const spent = after({ kind: 'allowance', reason: 'used up', until: MIDNIGHT });
  const description = describe(spent, { warmupFrom: '2026-11-22', mailsPerDay: 100 }, 100);
  expect(description.whatToDo).toBeNull();
  expect(description.text).toContain('0 of 100 emails left today (warm-up)');
});
