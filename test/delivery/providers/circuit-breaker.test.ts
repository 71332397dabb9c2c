import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CIRCUIT } from '../../../config/providers.ts';
import {
  applySignal,
  type Circuit,
  CLOSED_CIRCUIT,
  circuitReadiness,
  isAccountRefused,
  latenessStart,
  type ProviderSignal,
  readProviderSignal,
  startProbe,
} from '../../../src/delivery/providers/circuit-breaker.ts';
import type { SendResult } from '../../../src/ports.ts';

const START = new Date('2026-11-23T07:00:00Z');
const MIDNIGHT = new Date('2026-11-24T00:00:00Z');
const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000);

const accepted: SendResult = { outcome: 'accepted', providerId: 'x' };
const refused: SendResult = { outcome: 'refused', about: 'mail', code: '554', reason: 'no' };
const halted: SendResult = { outcome: 'halted', code: '535', reason: 'wrong password' };
const uncertain: SendResult = { outcome: 'uncertain', reason: 'lost' };
const silent: SendResult = { ...uncertain, about: 'service' };
const key: SendResult = { ...uncertain, about: 'key' };
const deferred = (about?: 'mail' | 'rate' | 'quota' | 'service', retryAfterMs = 1_000): SendResult => ({
  outcome: 'deferred',
  retryAfterMs,
  code: 'c',
  reason: 'r',
  ...(about ? { about } : {}),
});

const account: ProviderSignal = { kind: 'account', reason: 'wrong password' };
const service: ProviderSignal = { kind: 'service', reason: 'no answer' };
const quota: ProviderSignal = { kind: 'quota', reason: 'used up', until: MIDNIGHT };
const allowance: ProviderSignal = { kind: 'allowance', reason: 'warm-up', until: MIDNIGHT };
const served: ProviderSignal = { kind: 'served' };

describe('what results tell of their provider', () => {
  it.each<[string, SendResult[], ProviderSignal['kind'] | null]>([
    ['accepted', [accepted, accepted], 'served'],
    ['refused for the mail', [refused], 'served'],
    ['asked to wait with this mail', [deferred()], 'served'],
    ['halted, be it one among many', [accepted, halted], 'account'],
    ['a used-up quota', [deferred('quota', 3_600_000)], 'quota'],
    ['a rate that will be over soon', [deferred('rate', 2_000)], null],
    ['a rate that will be over in an hour', [deferred('rate', 3_600_000)], 'quota'],
    ['nobody there', [deferred('service'), deferred('service')], 'service'],
    ['silence', [silent, silent], 'service'],
    ['silence for one of two', [silent, accepted], 'served'],
    ['a call in flight', [uncertain], null],
    ['a key with other bytes', [key], null],
    ['nothing', [], null],
  ])('%s', (_what, results, kind) => {
    expect(readProviderSignal(results, START)?.kind ?? null).toBe(kind);
  });
});

/** The circuit after these, each a minute after the one before unless it says when. */
function circuitAfter(...news: (ProviderSignal | 'probe')[]): Circuit {
  return news.reduce<Circuit>(
    (circuit, each, index) =>
      each === 'probe' ? tried(circuit, at(index)) : applySignal(circuit, each, at(index)),
    CLOSED_CIRCUIT,
  );
}

/** Only what has rested for a reason of its own is ever tried. */
function tried(circuit: Circuit, now: Date): Circuit {
  return circuit.state === 'open' && circuit.kind !== 'allowance' ? startProbe(circuit, now) : circuit;
}

describe('the circuit of a provider', () => {
  it.each<[string, (ProviderSignal | 'probe')[], Partial<Circuit>]>([
    ['stays closed while it serves', [served, served], CLOSED_CIRCUIT],
    [
      'forgives failures between which it serves',
      [service, service, served, service, service],
      { state: 'closed' },
    ],
    [
      'opens at several failures in a row',
      [service, service, service],
      { state: 'open', kind: 'service', retryAt: at(3) },
    ],
    [
      'opens at once when the account is refused',
      [account],
      { state: 'open', kind: 'account', retryAt: at(5) },
    ],
    [
      'rests until the quota resets',
      [quota],
      { state: 'open', kind: 'quota', retryAt: MIDNIGHT, failures: 0 },
    ],
    [
      'counts one refusal for batches that were on their way together',
      [account, account, account],
      { failures: 1, retryAt: at(5) },
    ],
    [
      'pauses for longer when the probe is refused, too',
      [account, 'probe', account],
      { state: 'open', failures: 2, retryAt: at(12) },
    ],
    ['is closed by a probe that is served', [account, 'probe', served], CLOSED_CIRCUIT],
    ['is not closed by a call that began before', [account, served], { state: 'open', kind: 'account' }],
    [
      'still waits for the account after a probe that nobody answered',
      [account, 'probe', service],
      { state: 'open', kind: 'account', retryAt: at(3) },
    ],
    ['lets the account outweigh what else keeps it', [quota, account], { kind: 'account', retryAt: at(6) }],
    ['lets nothing shorten a rest', [account, quota], { kind: 'account' }],
    ['holds back by itself without asking a probe', [allowance], { kind: 'allowance', retryAt: MIDNIGHT }],
    ['opens for a refused letter while editions are held back', [allowance, account], { kind: 'account' }],
  ])('%s', (_what, news, expected) => {
    expect(circuitAfter(...news)).toMatchObject(
      expected === CLOSED_CIRCUIT ? { state: 'closed', kind: null, failures: 0, retryAt: null } : expected,
    );
  });

  it('pauses up to an hour and no longer, however often it is refused', () => {
    let circuit = CLOSED_CIRCUIT;
    const pauses: number[] = [];
    let now = START;
    for (let time = 0; time < 8; time += 1) {
      circuit = applySignal(circuit, account, now);
      pauses.push(((circuit.retryAt?.getTime() ?? 0) - now.getTime()) / 60_000);
      now = circuit.retryAt ?? now;
      circuit = startProbe(circuit, now);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
  });

  it('is tried by one batch after its rest, and by another one when that batch was lost', () => {
    const open = applySignal(CLOSED_CIRCUIT, account, START);
    expect(circuitReadiness(open, at(4))).toBe('resting');
    expect(circuitReadiness(open, at(5))).toBe('probe');
    const tried = startProbe(open, at(5));
    expect(circuitReadiness(tried, at(6))).toBe('resting');
    expect(circuitReadiness(tried, new Date(at(5).getTime() + CIRCUIT.probeLeaseMs))).toBe('probe');
    expect(circuitReadiness(undefined, START)).toBe('ready');
  });

  it('never waits for a person because of a quota, a rest of our own or silence', () => {
    const news = fc.constantFrom<ProviderSignal | 'probe'>(service, quota, allowance, served, 'probe');
    fc.assert(
      fc.property(fc.array(news, { maxLength: 20 }), (all) => !isAccountRefused(circuitAfter(...all))),
    );
  });

  it('never rests without an end, and never rests for somebody that it has just served', () => {
    const news = fc.constantFrom<ProviderSignal | 'probe'>(
      service,
      account,
      quota,
      allowance,
      served,
      'probe',
    );
    fc.assert(
      fc.property(fc.array(news, { minLength: 1, maxLength: 20 }), (all) => {
        const circuit = circuitAfter(...all);
        const dayLater = new Date(START.getTime() + 26 * 3_600_000);
        expect(circuitReadiness(circuit, dayLater)).not.toBe('resting');
        if (circuit.state === 'probing') {
          expect(applySignal(circuit, served, at(all.length))).toMatchObject({
            state: 'closed',
            kind: null,
          });
        }
      }),
    );
  });
});

describe('lateness', () => {
  const held: Circuit = { ...CLOSED_CIRCUIT, heldFrom: at(10), heldUntil: MIDNIGHT };
  const fresh = 12 * 3_600_000;

  it('counts from the end of the time for which a quota held the mail back', () => {
    expect(latenessStart(START, [CLOSED_CIRCUIT, held], fresh)).toEqual(MIDNIGHT);
  });

  it('counts from its hour where nothing held it back, or only when it was late already', () => {
    expect(latenessStart(START, [CLOSED_CIRCUIT], fresh)).toEqual(START);
    expect(latenessStart(new Date('2026-11-22T07:00:00Z'), [held], fresh)).toEqual(
      new Date('2026-11-22T07:00:00Z'),
    );
    expect(latenessStart(at(24 * 60), [held], fresh)).toEqual(at(24 * 60));
  });
});
