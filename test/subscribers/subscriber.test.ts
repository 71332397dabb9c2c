import fc from 'fast-check';
import type { Selectable } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/schema.ts';
import { erase } from '../../src/subscribers/erase.ts';
import { confirm, confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import {
  addressHash,
  movableFrom,
  move,
  parseAddress,
  SUBSCRIBER_STATES,
  type SubscriberMove,
  type SubscriberState,
} from '../../src/subscribers/subscriber.ts';
import { applyMove, findByAddress, type Subscriber } from '../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

const MOVES: SubscriberMove[] = [
  'ask',
  'confirm',
  'pause',
  'resume',
  'unsubscribe',
  'suppress',
  'lift',
  'erase',
];

describe('the moves of a subscriber', () => {
  // Every state by every move; a dot is a move that does not happen.
  const table = [
    ['from', ...MOVES],
    ['pending', 'pending', 'active', '.', '.', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['active', '.', '.', 'paused', '.', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['paused', '.', '.', 'paused', 'active', 'unsubscribed', 'suppressed', '.', 'erased'],
    ['unsubscribed', 'pending', '.', '.', '.', '.', '.', '.', 'erased'],
    ['suppressed', '.', '.', '.', '.', 'unsubscribed', '.', 'pending', 'erased'],
    ['erased', '.', '.', '.', '.', '.', '.', '.', '.'],
  ];
  it.each(table.slice(1))('from %s', (from, ...expected) => {
    const found = MOVES.map((which) => move(from as SubscriberState, which) ?? '.');
    expect(found).toEqual(expected);
  });

  it('are the same when asked the other way round', () => {
    for (const which of MOVES) {
      const from = SUBSCRIBER_STATES.filter((state) => move(state, which) !== null);
      expect(new Set(movableFrom(which))).toEqual(new Set(from));
    }
  });

  it('never lead out of erased, and to active only by a confirmation or the end of a pause', () => {
    const start = fc.constantFrom(...SUBSCRIBER_STATES);
    fc.assert(
      fc.property(start, fc.array(fc.constantFrom(...MOVES), { maxLength: 30 }), (from, moves) => {
        let state = from;
        for (const which of moves) {
          const next = move(state, which) ?? state;
          if (state === 'erased') expect(next).toBe('erased');
          if (next === 'active' && state !== 'active') expect(['confirm', 'resume']).toContain(which);
          state = next;
        }
      }),
    );
  });
});

describe('an address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace@Example.COM\n', 'ada.lovelace@example.com'],
    ['ada+papers@mail.example.org', 'ada+papers@mail.example.org'],
  ])('%j is kept as %j', (text, kept) => {
    expect(parseAddress(text)).toBe(kept);
  });

  it.each([
    '',
    'ada',
    'ada@localhost',
    '@example.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    'a\u0000da@example.com',
    'ada\u202e@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('is never anything with a line break, a space or a bracket in it, whatever is typed', () => {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress());
    fc.assert(
      fc.property(typed, (text) => {
        const kept = parseAddress(text);
        if (kept === null) return;
        expect(kept).toMatch(/^[^\s<>,;"\p{Cc}]+@[^\s<>,;"@\p{Cc}]+$/u);
        expect(parseAddress(kept)).toBe(kept);
      }),
    );
  });

  it('has a hash that tells addresses apart and does not show them', () => {
    expect(addressHash('ada@example.com')).toMatch(/^[0-9a-f]{64}$/);
    expect(addressHash('ada@example.com')).not.toBe(addressHash('bob@example.com'));
  });
});

describe('whatever happens to a subscriber, in whatever order', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());

  const byMove = (which: SubscriberMove) => async (subscriber: Subscriber) => {
    const to = move(subscriber.state, which);
    if (to !== null) await applyMove(ctx.db, subscriber.id, which, to, ctx.clock.now());
  };
  const doings: Record<SubscriberMove, (subscriber: Subscriber, address: string) => Promise<unknown>> = {
    ask: (_, address) => subscribe(ctx, { address, source: 'web', network: null }),
    confirm: ({ id }) => confirm(ctx, confirmToken(ctx.keys, id, ctx.clock.now())),
    pause: byMove('pause'),
    resume: byMove('resume'),
    unsubscribe: ({ leaveKey }) => unsubscribe(ctx, leaveKey),
    suppress: (_, address) =>
      insertSuppression(ctx.db, { address, reason: 'complaint', source: 'test', now: ctx.clock.now() }),
    lift: byMove('lift'),
    recover: byMove('recover'),
    erase: (_, address) => erase(ctx, { address }).catch(() => undefined),
  };

  /** Whatever a row says in any state; the moves are compared with the table apart from this. */
  const check = (row: Selectable<Database['subscribers']>, leaveKey: string, confirmed: boolean) => {
    if (row.state === 'erased') {
      expect([row.address, row.address_hash, row.consent_at]).toEqual([null, null, null]);
      return;
    }
    expect(row.leave_key).toBe(leaveKey);
    if (row.state === 'active') expect([confirmed, row.consent_at]).toEqual([true, expect.any(Date)]);
  };

  it('the row moves as the table says, is active only with a record of consent, and never comes back from erased', async () => {
    let number = 0;
    const live = async (moves: SubscriberMove[]) => {
      number += 1;
      const address = `reader${number}@example.com`;
      await subscribe(ctx, { address, source: 'web', network: null });
      const first = await findByAddress(ctx.db, address);
      if (!first) throw new Error('nobody there');
      let state: SubscriberState = 'pending';
      for (const [index, which] of moves.entries()) {
        // Whoever asks after an erasure is somebody new.
        if (state === 'erased' && which === 'ask') continue;
        ctx.clock.advance(1_000);
        await doings[which]({ ...first, state }, address);
        state = move(state, which) ?? state;
        const row = await ctx.db
          .selectFrom('subscribers')
          .selectAll()
          .where('id', '=', first.id)
          .executeTakeFirstOrThrow();
        expect(row.state).toBe(state);
        check(row, first.leaveKey, moves.slice(0, index + 1).includes('confirm'));
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...MOVES), { minLength: 1, maxLength: 10 }), live),
      {
        numRuns: 40,
      },
    );
  });
});
