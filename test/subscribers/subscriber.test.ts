import fc from 'fast-check';
import type { Selectable } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/schema.ts';
import { eraseByAddress } from '../../src/subscribers/erase.ts';
import { confirmSubscription, confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import {
  SUBSCRIBER_STATES,
  type SubscriberState,
  type SubscriberTransition,
  TRANSITIONS,
} from '../../src/subscribers/subscriber.ts';
import {
  applyTransition,
  findSubscriberByAddress,
  type Subscriber,
} from '../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

const TYPES: SubscriberTransition[] = [
  'request',
  'confirm',
  'pause',
  'resume',
  'unsubscribe',
  'suppress',
  'unsuppress',
  'erase',
];

/** State after the transition; the same state if it is not legal. */
function next(state: SubscriberState, transition: SubscriberTransition): SubscriberState {
  const { from, to } = TRANSITIONS[transition];
  return (from as readonly SubscriberState[]).includes(state) ? to : state;
}

describe('transitions of a subscriber', () => {
  // Every state by every transition; a dot is an illegal one, an equals sign keeps the state.
  const table = [
    ['from', ...TYPES],
    ['pending', '=', 'active', '.', '.', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['active', '.', '.', 'paused', '.', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['paused', '.', '.', '=', 'active', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['unsubscribed', 'pending', '.', '.', '.', '.', '.', '.', 'erased'],
    ['suppressed', '.', '.', '.', '.', 'unsubscribed', '.', 'pending', 'erased'],
    ['erased', '.', '.', '.', '.', '.', '.', '.', '.'],
  ];
  it.each(table.slice(1))('from %s', (from, ...expected) => {
    const found = TYPES.map((type) => {
      const { from: legal, to } = TRANSITIONS[type];
      if (!(legal as readonly string[]).includes(from ?? '')) return '.';
      return to === from ? '=' : to;
    });
    expect(found).toEqual(expected);
  });

  it('never lead out of erased, and to active only through a confirmation or the end of a pause', () => {
    const start = fc.constantFrom(...SUBSCRIBER_STATES);
    fc.assert(
      fc.property(start, fc.array(fc.constantFrom(...TYPES), { maxLength: 30 }), (from, transitions) => {
        let state = from;
        for (const transition of transitions) {
          const after = next(state, transition);
          if (state === 'erased') expect(after).toBe('erased');
          if (after === 'active' && state !== 'active') expect(['confirm', 'resume']).toContain(transition);
          state = after;
        }
      }),
    );
  });
});

describe('a subscriber row under any sequence of transitions', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());

  const applied = (transition: SubscriberTransition) => (subscriber: Subscriber) =>
    applyTransition(ctx.db, subscriber.id, transition, ctx.clock.now());
  const actions: Record<SubscriberTransition, (subscriber: Subscriber, address: string) => Promise<unknown>> =
    {
      request: (_, address) => subscribe(ctx, { address, source: 'web', network: null }),
      confirm: ({ id }) => confirmSubscription(ctx, confirmToken(ctx.keys, id, ctx.clock.now())),
      pause: applied('pause'),
      resume: applied('resume'),
      unsubscribe: ({ unsubscribeKey }) => unsubscribe(ctx, unsubscribeKey),
      undo: applied('undo'),
      undoPaused: applied('undoPaused'),
      undoPending: applied('undoPending'),
      suppress: (_, address) =>
        insertSuppression(ctx.db, { address, reason: 'complaint', source: 'test', now: ctx.clock.now() }),
      unsuppress: applied('unsuppress'),
      recover: applied('recover'),
      recoverPaused: applied('recoverPaused'),
      recoverPending: applied('recoverPending'),
      erase: (_, address) => eraseByAddress(ctx, { address }).catch(() => undefined),
    };

  /** Invariants of a row in every state; transitions are compared with the table elsewhere. */
  const check = (row: Selectable<Database['subscribers']>, unsubscribeKey: string, confirmed: boolean) => {
    if (row.state === 'erased') {
      expect([row.address, row.address_hash, row.consent_at]).toEqual([null, null, null]);
      return;
    }
    expect(row.leave_key).toBe(unsubscribeKey);
    if (row.state === 'active') expect([confirmed, row.consent_at]).toEqual([true, expect.any(Date)]);
  };

  it('follows the table, is active only with recorded consent, and stays erased', async () => {
    let number = 0;
    const run = async (transitions: SubscriberTransition[]) => {
      number += 1;
      const address = `reader${number}@example.com`;
      await subscribe(ctx, { address, source: 'web', network: null });
      const first = await findSubscriberByAddress(ctx.db, address);
      if (!first) throw new Error('no subscriber');
      let state: SubscriberState = 'pending';
      for (const [index, transition] of transitions.entries()) {
        // Signing up after an erasure creates a new subscriber.
        if (state === 'erased' && transition === 'request') continue;
        ctx.clock.advance(1_000);
        await actions[transition]({ ...first, state }, address);
        state = next(state, transition);
        const row = await ctx.db
          .selectFrom('subscribers')
          .selectAll()
          .where('id', '=', first.id)
          .executeTakeFirstOrThrow();
        expect(row.state).toBe(state);
        check(row, first.unsubscribeKey, transitions.slice(0, index + 1).includes('confirm'));
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 10 }), run),
      {
        numRuns: 40,
      },
    );
  });
});
