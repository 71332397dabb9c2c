import { expect, it } from 'vitest';
import {
  afterOutcome,
  type Circuit,
  CLOSED,
  type OutcomeChange,
  probing,
} from '../../../../src/delivery/providers/circuit-breaker.ts';
import type { ProviderLimits } from '../../../../src/ports.ts';
import { providerWords } from '../../../../src/web/dashboard/today/provider-words.ts';
import { UNLIMITED } from '../../../support/installation.ts';

const NOW = new Date('2026-11-23T07:00:00Z');
const MIDNIGHT = new Date('2026-11-24T00:00:00Z');

const after = (news: OutcomeChange, times = 1): Circuit =>
  Array.from({ length: times }).reduce<Circuit>((circuit) => afterOutcome(circuit, news, NOW), CLOSED);

function said(circuit: Circuit | undefined, limits: Partial<ProviderLimits> = {}, taken = 0, now = NOW) {
  const allowance = limits.mailsPerDay ?? null;
  const standing = { name: 'resend', circuit, limits: { ...UNLIMITED, ...limits }, recent: 1_200 };
  const { state, short, rest, why, doThis, left, pace } = providerWords(
    { ...standing, today: allowance === null ? null : { allowance, taken } },
    now,
  );
  return {
    state,
    words: [rest === null ? short : `${short}, ${rest}`, why, left, pace].filter(Boolean).join(' | '),
    doThis,
  };
}

it('says of a provider that takes mail how fast it does, and what is left of the day', () => {
  expect(said(undefined)).toEqual({
    state: 'accepted',
    words: 'takes mail | 1,200 mails in the last 10 minutes.',
    doThis: null,
  });
  const limits = { mailsPerDay: 1_000, rate: { perSecond: 5, counts: 'calls' as const } };
  expect(said(CLOSED, limits, 350).words).toBe(
    'takes mail | Of the 1,000 mails of today 650 are left, 550 of them for digests. | ' +
      '1,200 mails in the last 10 minutes, at most 5 calls a second.',
  );
});

it.each([
  [
    { kind: 'account', reason: '401: the key is wrong' },
    1,
    'failed',
    /^refuses our account, left alone until 07:05 UTC, in 5 min \| 401: the key is wrong\./,
    /doctor .*resume the edition/,
  ],
  [
    { kind: 'service', reason: 'no answer' },
    3,
    'failed',
    /^does not answer, left alone until 07:01 UTC, in 1 min \| no answer\./,
    /^Nothing at first/,
  ],
  [
    { kind: 'quota', reason: '429: daily quota', until: MIDNIGHT },
    1,
    'waiting',
    /^takes no more for now, left alone until 2026-11-24 00:00 UTC, in 17 h/,
    /second provider in MAILER/,
  ],
  [
    { kind: 'allowance', reason: 'the 1000 mails are used up', until: MIDNIGHT },
    1,
    'waiting',
    /^has had what this day allows, until 2026-11-24 00:00 UTC, in 17 h; letters go on/,
    /RESEND_MAILS_PER_DAY/,
  ],
] as const)(
  'says of one that rests (%j) until when, why, and what to do',
  (news, times, state, words, doThis) => {
    const found = said(after(news as OutcomeChange, times));
    expect(found.state).toBe(state);
    expect(found.words).toMatch(words);
    expect(found.doThis).toMatch(doThis);
  },
);

it('says that a batch tries one whose rest is over, and that a new day begins anew', () => {
  const refused = after({ kind: 'account', reason: '401: no' });
  const later = new Date('2026-11-23T07:06:00Z');
  expect(said(refused, {}, 0, later).words).toContain('a small batch tries it now');
  expect(said(probing(refused, later), {}, 0, later).words).toContain('a small batch tries it now');
  const spent = after({ kind: 'allowance', reason: 'used up', until: MIDNIGHT });
  expect(said(spent, { mailsPerDay: 1_000 }, 0, MIDNIGHT).words).toMatch(/^takes mail/);
});

it('asks nobody to do anything about a warm-up', () => {
  const spent = after({ kind: 'allowance', reason: 'used up', until: MIDNIGHT });
  const found = said(spent, { warmupFrom: '2026-11-22', mailsPerDay: 100 }, 100);
  expect(found.doThis).toBeNull();
  expect(found.words).toContain('Of the 100 mails of today (warm-up) 0 are left');
});
