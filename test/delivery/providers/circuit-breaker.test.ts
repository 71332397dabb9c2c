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

describe('readProviderSignal', () => {
  it.each<[string, SendResult[], ProviderSignal['kind'] | null]>([
    ['accepted', [accepted, accepted], 'served'],
    ['refused for the email', [refused], 'served'],
    ['deferred for this email', [deferred()], 'served'],
    ['one halted of several', [accepted, halted], 'account'],
    ['a used-up quota', [deferred('quota', 3_600_000)], 'quota'],
    ['a rate limit that resets soon', [deferred('rate', 2_000)], null],
    ['a rate limit that resets in an hour', [deferred('rate', 3_600_000)], 'quota'],
    ['a refused connection', [deferred('service'), deferred('service')], 'service'],
    ['a timeout of all', [silent, silent], 'service'],
    ['a timeout of one of two', [silent, accepted], 'served'],
    ['a call in flight', [uncertain], null],
    ['a key with other bytes', [key], null],
    ['no results', [], null],
  ])('reads %s', (_case, results, kind) => {
    expect(readProviderSignal(results, START)?.kind ?? null).toBe(kind);
  });
});

/** Applies the signals, one per minute. */
function circuitAfter(...signals: (ProviderSignal | 'probe')[]): Circuit {
  return signals.reduce<Circuit>(
    (circuit, each, index) =>
      each === 'probe' ? probed(circuit, at(index)) : applySignal(circuit, each, at(index)),
    CLOSED_CIRCUIT,
  );
}

/** Starts a probe where one may start: never for an allowance. */
function probed(circuit: Circuit, now: Date): Circuit {
  return circuit.state === 'open' && circuit.kind !== 'allowance' ? startProbe(circuit, now) : circuit;
}

describe('the circuit breaker of a provider', () => {
  it.each<[string, (ProviderSignal | 'probe')[], Partial<Circuit>]>([
    ['stays closed while calls succeed', [served, served], CLOSED_CIRCUIT],
    [
      'resets the failure count on a success',
      [service, service, served, service, service],
      { state: 'closed' },
    ],
    [
      'opens after consecutive failures',
      [service, service, service],
      { state: 'open', kind: 'service', retryAt: at(3) },
    ],
    [
      'opens at once when the account is rejected',
      [account],
      { state: 'open', kind: 'account', retryAt: at(5) },
    ],
    [
      'stays open until the quota resets',
      [quota],
      { state: 'open', kind: 'quota', retryAt: MIDNIGHT, failures: 0 },
    ],
    [
      'counts one rejection for batches in flight together',
      [account, account, account],
      { failures: 1, retryAt: at(5) },
    ],
    [
      'backs off longer when the probe is rejected, too',
      [account, 'probe', account],
      { state: 'open', failures: 2, retryAt: at(12) },
    ],
    ['closes after a successful probe', [account, 'probe', served], CLOSED_CIRCUIT],
    [
      'stays open after the success of an earlier call',
      [account, served],
      { state: 'open', kind: 'account' },
    ],
    [
      'keeps the account as cause after a probe without a response',
      [account, 'probe', service],
      { state: 'open', kind: 'account', retryAt: at(3) },
    ],
    [
      'gives a rejected account precedence over another cause',
      [quota, account],
      { kind: 'account', retryAt: at(6) },
    ],
    ['does not shorten a back-off', [account, quota], { kind: 'account' }],
    ['holds back by our own count without a probe', [allowance], { kind: 'allowance', retryAt: MIDNIGHT }],
    ['opens for a rejected transactional email during a hold', [allowance, account], { kind: 'account' }],
  ])('%s', (_case, signals, expected) => {
    expect(circuitAfter(...signals)).toMatchObject(
      expected === CLOSED_CIRCUIT ? { state: 'closed', kind: null, failures: 0, retryAt: null } : expected,
    );
  });

  it('caps the back-off of a rejected account at an hour', () => {
    let circuit = CLOSED_CIRCUIT;
    const backOffs: number[] = [];
    let now = START;
    for (let time = 0; time < 8; time += 1) {
      circuit = applySignal(circuit, account, now);
      backOffs.push(((circuit.retryAt?.getTime() ?? 0) - now.getTime()) / 60_000);
      now = circuit.retryAt ?? now;
      circuit = startProbe(circuit, now);
    }
    expect(backOffs).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
  });

  it('allows one probe after the back-off, and another when the lease of the first expires', () => {
    const open = applySignal(CLOSED_CIRCUIT, account, START);
    expect(circuitReadiness(open, at(4))).toBe('blocked');
    expect(circuitReadiness(open, at(5))).toBe('probe');
    const probing = startProbe(open, at(5));
    expect(circuitReadiness(probing, at(6))).toBe('blocked');
    expect(circuitReadiness(probing, new Date(at(5).getTime() + CIRCUIT.probeLeaseMs))).toBe('probe');
    expect(circuitReadiness(undefined, START)).toBe('ready');
  });

  it('never waits for an operator because of a quota, an allowance or a timeout', () => {
    const signal = fc.constantFrom<ProviderSignal | 'probe'>(service, quota, allowance, served, 'probe');
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 20 }), (all) => !isAccountRefused(circuitAfter(...all))),
    );
  });

  it('always becomes available again, and closes after a successful probe', () => {
    const signal = fc.constantFrom<ProviderSignal | 'probe'>(
      service,
      account,
      quota,
      allowance,
      served,
      'probe',
    );
    fc.assert(
      fc.property(fc.array(signal, { minLength: 1, maxLength: 20 }), (all) => {
        const circuit = circuitAfter(...all);
        const dayLater = new Date(START.getTime() + 26 * 3_600_000);
        expect(circuitReadiness(circuit, dayLater)).not.toBe('blocked');
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

describe('latenessStart', () => {
  const held: Circuit = { ...CLOSED_CIRCUIT, heldFrom: at(10), heldUntil: MIDNIGHT };
  const fresh = 12 * 3_600_000;

  it('returns the end of the hold by a quota', () => {
    expect(latenessStart(START, [CLOSED_CIRCUIT, held], fresh)).toEqual(MIDNIGHT);
  });

  it('returns the send hour without a hold, and with a hold that began too late', () => {
    expect(latenessStart(START, [CLOSED_CIRCUIT], fresh)).toEqual(START);
    expect(latenessStart(new Date('2026-11-22T07:00:00Z'), [held], fresh)).toEqual(
      new Date('2026-11-22T07:00:00Z'),
    );
    expect(latenessStart(at(24 * 60), [held], fresh)).toEqual(at(24 * 60));
  });
});
