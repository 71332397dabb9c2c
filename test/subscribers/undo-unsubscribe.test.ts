import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNSUBSCRIBE_UNDO_MINUTES } from '../../config/schedule.ts';
import { eraseByAddress } from '../../src/subscribers/erase.ts';
import { pauseSubscriber } from '../../src/subscribers/pause-subscriber.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { canUndoUnsubscribe, undoUnsubscribe, unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { generateKey } from '../../src/token.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada@example.com';
const HOUR_MS = UNSUBSCRIBE_UNDO_MINUTES * 60_000;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

const complain = () =>
  insertSuppression(ctx.db, { address: ADA, reason: 'complaint', source: 'test', now: ctx.clock.now() });
const stateOf = async () => (await findSubscriberByAddress(ctx.db, ADA))?.state;

describe('undoUnsubscribe', () => {
  it('restores everything but the time of the last change, and records it once', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA, { cadence: 'weekly', size: 3 });
    const tables = ['preferences', 'interests', 'notifications', 'sent_papers'] as const;
    const before = [await findSubscriberByAddress(ctx.db, ADA), await contentsOf(ctx.db, ...tables)];
    await unsubscribe(ctx, unsubscribeKey);
    ctx.clock.advance(60_000);
    expect(await undoUnsubscribe(ctx, unsubscribeKey)).toBe(true);
    expect([await findSubscriberByAddress(ctx.db, ADA), await contentsOf(ctx.db, ...tables)]).toEqual(before);
    expect(await undoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
    const audit = await ctx.db.selectFrom('operator_audit').select(['operator', 'verb', 'after']).execute();
    expect(audit).toEqual([
      { operator: 'reader', verb: 'subscriber undo-unsubscribe', after: { state: 'active' } },
    ]);
  });

  it('restores a pause with its date, and an unconfirmed sign-up as unconfirmed', async () => {
    const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
    await pauseSubscriber(ctx, { subscriberId: id, until: '2026-12-24' });
    await unsubscribe(ctx, unsubscribeKey);
    await undoUnsubscribe(ctx, unsubscribeKey);
    expect(await findSubscriberByAddress(ctx.db, ADA)).toMatchObject({
      state: 'paused',
      pausedUntil: '2026-12-24',
    });
    await subscribe(ctx, { address: 'bob@example.com', source: 'web', network: null });
    const bob = await findSubscriberByAddress(ctx.db, 'bob@example.com');
    await unsubscribe(ctx, bob?.unsubscribeKey ?? '');
    expect(await undoUnsubscribe(ctx, bob?.unsubscribeKey ?? '')).toBe(true);
    expect(await findSubscriberByAddress(ctx.db, 'bob@example.com')).toMatchObject({
      state: 'pending',
      consentAt: null,
    });
  });

  it('works for one hour, and not a moment longer', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    ctx.clock.advance(HOUR_MS);
    expect(await canUndoUnsubscribe(ctx, unsubscribeKey)).toBe(true);
    ctx.clock.advance(1);
    expect(await canUndoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
    expect(await undoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
    expect(await stateOf()).toBe('unsubscribed');
  });

  it('counts the hour from the first of two presses', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    ctx.clock.advance(HOUR_MS / 2);
    await unsubscribe(ctx, unsubscribeKey);
    ctx.clock.advance(HOUR_MS / 2 + 1);
    expect(await undoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
  });

  it.each([
    ['before', [complain, unsubscribe]],
    ['after', [unsubscribe, complain]],
  ])('never restores an address with a complaint %s the unsubscribe', async (_, steps) => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    for (const step of steps) await step(ctx, unsubscribeKey);
    expect(await canUndoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
    expect(await undoUnsubscribe(ctx, unsubscribeKey)).toBe(false);
    expect(await stateOf()).toBe('unsubscribed');
  });

  it('finds nothing after an erasure, and for unknown or malformed keys', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    await eraseByAddress(ctx, { address: ADA });
    const before = await contentsOf(ctx.db, 'subscribers', 'operator_audit');
    for (const key of [unsubscribeKey, generateKey(), '', '%', "' or true --"])
      expect(await undoUnsubscribe(ctx, key)).toBe(false);
    expect(await contentsOf(ctx.db, 'subscribers', 'operator_audit')).toEqual(before);
  });

  it('counts once for two concurrent requests', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    const results = await Promise.all([
      undoUnsubscribe(ctx, unsubscribeKey),
      undoUnsubscribe(ctx, unsubscribeKey),
    ]);
    expect(results.sort()).toEqual([false, true]);
  });

  it('restores only what was there, in any order of any steps', async () => {
    const play = async (steps: readonly StepName[]) => {
      await emptyTables(ctx.db);
      ctx.clock.set(NOW);
      const { unsubscribeKey } = await putSubscriber(ctx, ADA);
      let model: Model = { state: 'active', before: 'active', minutes: 0, suppressed: false };
      for (const step of steps) {
        model = await STEPS[step](model, unsubscribeKey);
        expect(await stateOf()).toBe(model.state);
      }
    };
    const anyStep = fc.constantFrom(...(Object.keys(STEPS) as StepName[]));
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 8 }), play), {
      numRuns: 40,
    });
  });
});

interface Model {
  state: string;
  /** State before the last unsubscribe, and the minutes since. */
  before: string;
  minutes: number;
  suppressed: boolean;
}
type StepName = keyof typeof STEPS;

/** Each takes the step and returns what must be true after it. */
const STEPS = {
  leave: async (model: Model, key: string): Promise<Model> => {
    await unsubscribe(ctx, key);
    if (model.state === 'unsubscribed') return model;
    return { ...model, state: 'unsubscribed', before: model.state, minutes: 0 };
  },
  undo: async (model: Model, key: string): Promise<Model> => {
    const open = model.state === 'unsubscribed' && model.minutes <= UNSUBSCRIBE_UNDO_MINUTES;
    const undone = open && !model.suppressed;
    expect(await undoUnsubscribe(ctx, key)).toBe(undone);
    return undone ? { ...model, state: model.before } : model;
  },
  signUp: async (model: Model): Promise<Model> => {
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    return model.state === 'unsubscribed' ? { ...model, state: 'pending' } : model;
  },
  complain: async (model: Model): Promise<Model> => {
    await complain();
    const state = model.state === 'unsubscribed' ? model.state : 'suppressed';
    return { ...model, suppressed: true, state };
  },
  wait: async (model: Model): Promise<Model> => {
    ctx.clock.advance(25 * 60_000);
    return { ...model, minutes: model.minutes + 25 };
  },
};
