import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Circuit, CLOSED_CIRCUIT } from '../../../src/delivery/providers/circuit-breaker.ts';
import { judgeRefusals, type Refusal } from '../../../src/delivery/providers/mass-refusal.ts';
import type { SendResult } from '../../../src/ports.ts';

type Answer = 'accepted' | Refusal['about'];

/** Judges calls one after another; the email at each position has its own recipient and domain. */
function judgeCalls(calls: readonly Answer[][], circuit: Circuit = CLOSED_CIRCUIT) {
  let stored: readonly Refusal[] = [];
  const suppressed: string[] = [];
  const results: SendResult['outcome'][][] = [];
  for (const [call, answers] of calls.entries()) {
    const at = new Date(call * 60_000);
    const verdict = judgeRefusals(
      answers.map((about): SendResult => {
        if (about === 'accepted') return { outcome: 'accepted', providerId: 'id' };
        return { outcome: 'refused', about, code: '550', reason: '550 no' };
      }),
      {
        stored,
        circuit,
        calledAt: at,
        refusalAt: (position, about, code) => {
          const emailId = `${call}-${position}`;
          return { emailId, kind: 'digest', about, code, addressHash: emailId, domainHash: emailId, at };
        },
      },
    );
    stored = verdict.inDoubt;
    suppressed.push(
      ...verdict.proved.filter(({ about }) => about === 'address').map(({ emailId }) => emailId),
    );
    results.push(verdict.results.map(({ outcome }) => outcome));
  }
  return { suppressed, results, inDoubt: stored.map(({ emailId }) => emailId) };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('judgeRefusals', () => {
  it('blames an address once the provider has accepted another email after it', () => {
    expect(judgeCalls([['address', 'accepted', 'address']])).toMatchObject({
      suppressed: ['0-0'],
      inDoubt: ['0-2'],
    });
    expect(judgeCalls([['address'], ['accepted']])).toMatchObject({ suppressed: ['0-0'], inDoubt: [] });
  });

  it('ignores an acceptance of a call that began before the refusal', () => {
    const stored: Refusal = {
      emailId: 'a',
      kind: 'digest',
      about: 'address',
      code: '550',
      addressHash: 'a',
      domainHash: 'a',
      at: new Date(2_000),
    };
    const context = { stored: [stored], circuit: CLOSED_CIRCUIT, refusalAt: () => stored };
    const accepted: SendResult[] = [{ outcome: 'accepted', providerId: 'id' }];
    expect(judgeRefusals(accepted, { ...context, calledAt: new Date(1_999) }).proved).toEqual([]);
    expect(judgeRefusals(accepted, { ...context, calledAt: new Date(2_000) }).proved).toEqual([stored]);
  });

  it('halts at ten refusals in a row, across calls and regardless of their texts', () => {
    const { results, suppressed } = judgeCalls([
      times(4, 'address'),
      times(5, 'mail'),
      ['accepted'],
      ['address'],
      times(9, 'address'),
    ]);
    expect(results.map(([first]) => first)).toEqual(['refused', 'refused', 'accepted', 'refused', 'halted']);
    expect(suppressed).toEqual([]);
  });

  it('blames nobody for three refusals in a row, over calls', () => {
    expect(judgeCalls([['address', 'address', 'accepted']]).suppressed).toEqual(['0-0', '0-1']);
    expect(judgeCalls([['address', 'address', 'address', 'accepted']]).suppressed).toEqual([]);
    expect(
      judgeCalls([
        ['accepted', 'address', 'address'],
        ['address', 'accepted'],
      ]),
    ).toMatchObject({
      suppressed: [],
      inDoubt: [],
    });
  });

  it('blames nobody once the provider may have been fixed, or accepts the same address', () => {
    const judge = (minutes: number, acceptedHashes: ReadonlySet<string>) => {
      const refusal: Refusal = {
        emailId: 'a',
        kind: 'digest',
        about: 'address',
        code: '550',
        addressHash: 'a',
        domainHash: 'a',
        at: new Date(0),
      };
      return judgeRefusals([{ outcome: 'accepted', providerId: 'id' }], {
        stored: [refusal],
        circuit: CLOSED_CIRCUIT,
        calledAt: new Date(minutes * 60_000),
        refusalAt: () => refusal,
        acceptedHashes,
      });
    };
    expect(judge(10, new Set(['b']))).toMatchObject({ proved: [{}], dismissed: [] });
    expect(judge(11, new Set(['b']))).toMatchObject({ proved: [], dismissed: [{}] });
    expect(judge(10, new Set(['a']))).toMatchObject({ proved: [], dismissed: [{}] });
  });

  it('halts at three refusals with words about the sender, and defers fewer', () => {
    expect(judgeCalls([times(2, 'sender')]).results).toEqual([['deferred', 'deferred']]);
    expect(judgeCalls([times(2, 'sender'), ['sender']]).results[1]).toEqual(['halted']);
    expect(judgeCalls([['sender', 'accepted']]).results).toEqual([['refused', 'accepted']]);
  });

  it('halts when most recipients of a call are refused with words about the sender', () => {
    const own: Answer[] = [...times<Answer>(9, 'sender'), 'accepted'];
    expect(judgeCalls([own]).results).toEqual([[...times(9, 'halted'), 'accepted']]);
    const few: Answer[] = [...times<Answer>(3, 'sender'), ...times<Answer>(7, 'accepted')];
    expect(judgeCalls([few]).results).toEqual([[...times(3, 'refused'), ...times(7, 'accepted')]]);
  });

  it('halts at the first refusal while the circuit is open for its account, unless an email was accepted', () => {
    const probing = { ...CLOSED_CIRCUIT, state: 'probing', kind: 'account' } as const;
    expect(judgeCalls([['address']], probing).results).toEqual([['halted']]);
    expect(judgeCalls([['address', 'accepted']], probing).results).toEqual([['refused', 'accepted']]);
    expect(judgeCalls([['accepted', 'address']], probing).results).toEqual([['accepted', 'refused']]);
    expect(judgeCalls([['address']], { ...probing, kind: 'service' }).results).toEqual([['refused']]);
  });

  it('never blames an address refused after the last acceptance, nor keeps more than a streak in doubt', () => {
    const answer = fc.constantFrom<Answer>('accepted', 'address', 'mail', 'sender');
    fc.assert(
      fc.property(fc.array(fc.array(answer, { minLength: 1, maxLength: 12 }), { maxLength: 12 }), (calls) => {
        const { suppressed, inDoubt } = judgeCalls(calls);
        const flat = calls.flatMap((call, index) =>
          call.map((each, at) => [`${index}-${at}`, each] as const),
        );
        const last = flat.findLastIndex(([, each]) => each === 'accepted');
        for (const [id] of flat.slice(last + 1)) expect(suppressed).not.toContain(id);
        expect(new Set(suppressed).size).toBe(suppressed.length);
        expect(inDoubt.length).toBeLessThan(10);
      }),
    );
  });

  it('suppresses no address of a list that a broken provider refuses from some email on', () => {
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 100 }), (healthy, batch) => {
        const answers = [...times<Answer>(healthy, 'accepted'), ...times<Answer>(60, 'address')];
        const calls = [];
        for (let from = 0; from < answers.length; from += batch)
          calls.push(answers.slice(from, from + batch));
        expect(judgeCalls(calls).suppressed).toEqual([]);
      }),
    );
  });
});
