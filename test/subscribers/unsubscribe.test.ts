import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import { cleanUpSubscribers } from '../../src/subscribers/clean-up.ts';
import { importSubscribers } from '../../src/subscribers/csv/import-subscribers.ts';
import { eraseByAddress } from '../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../src/subscribers/preferences/preference.ts';
import { updatePreference } from '../../src/subscribers/preferences/update-preference.ts';
import { confirmSubscription, confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { SUBSCRIBER_STATES } from '../../src/subscribers/subscriber.ts';
import { applyTransition, findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { generateKey } from '../../src/token.ts';
import { install } from '../../src/wiring.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada@example.com';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

const stateOf = async (id: string) =>
  (await ctx.db.selectFrom('subscribers').select('state').where('id', '=', id).executeTakeFirst())?.state;

describe('unsubscribe', () => {
  it.each(SUBSCRIBER_STATES.filter((state) => !['unsubscribed', 'erased'].includes(state)))(
    'ends a subscription in state %s and reports it; a repetition changes nothing',
    async (state) => {
      const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
      await ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
      ctx.clock.advance(60_000);
      expect(await unsubscribe(ctx, unsubscribeKey)).toBe(true);
      expect(await stateOf(id)).toBe('unsubscribed');
      const before = await contentsOf(ctx.db, 'subscribers');
      ctx.clock.advance(60_000);
      expect(await unsubscribe(ctx, unsubscribeKey)).toBe(false);
      expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
    },
  );

  it('counts once for two concurrent requests', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    const results = await Promise.all([unsubscribe(ctx, unsubscribeKey), unsubscribe(ctx, unsubscribeKey)]);
    expect(results.sort()).toEqual([false, true]);
  });

  it('does nothing for an unknown or malformed key', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    const before = await contentsOf(ctx.db, 'subscribers');
    const keys = [
      generateKey(),
      '',
      unsubscribeKey.slice(1),
      `${unsubscribeKey} `,
      `${unsubscribeKey}A`,
      '%',
      "' or true --",
      '\u0000',
      'x'.repeat(10_000),
    ];
    for (const key of keys) expect([key, await unsubscribe(ctx, key)]).toEqual([key, false]);
    expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
  });

  it('leaves other subscribers unchanged', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    const bob = await putSubscriber(ctx, 'bob@example.com');
    await unsubscribe(ctx, unsubscribeKey);
    expect(await stateOf(bob.id)).toBe('active');
  });
});

describe('the key of an old email', () => {
  it('works after every transition that keeps the subscriber', async () => {
    const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
    await updatePreference(ctx, {
      subscriberId: id,
      preference: preferenceSchema.parse({ cadence: 'weekly' }),
    });
    await applyTransition(ctx.db, id, 'pause', ctx.clock.now());
    await applyTransition(ctx.db, id, 'resume', ctx.clock.now());
    expect(await unsubscribe(ctx, unsubscribeKey)).toBe(true);
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    await confirmSubscription(ctx, confirmToken(ctx.keys, id, ctx.clock.now()));
    expect(await stateOf(id)).toBe('active');
    ctx.clock.set('2036-11-23T08:05:00Z');
    expect(await unsubscribe(ctx, unsubscribeKey)).toBe(true);
    expect(await stateOf(id)).toBe('unsubscribed');
  });

  it('works when every signing key has been changed since', async () => {
    const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
    const secret = 'another-secret-of-the-tests-that-is-as-long';
    const changed = await install(readEnv({ ...ctx.variables, APP_SECRET: secret }), {
      clock: ctx.clock,
      log: ctx.log,
    });
    try {
      expect(changed.keys).toEqual({ current: secret, previous: [] });
      expect(await unsubscribe(changed, unsubscribeKey)).toBe(true);
    } finally {
      await changed.close();
    }
    expect(await stateOf(id)).toBe('unsubscribed');
  });

  it('finds no subscriber after an erasure, even when the address has signed up again', async () => {
    const { unsubscribeKey } = await putSubscriber(ctx, ADA);
    await eraseByAddress(ctx, { address: ADA });
    expect(await unsubscribe(ctx, unsubscribeKey)).toBe(false);
    await putSubscriber(ctx, ADA);
    expect(await unsubscribe(ctx, unsubscribeKey)).toBe(false);
  });
});

describe('an unsubscribed subscriber', () => {
  const afterANewQuestion = async () => {
    const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    // Anyone can type the address into the form.
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    ctx.clock.advance((RETENTION_PERIODS.confirmDays + 1) * 86_400_000);
    await cleanUpSubscribers(ctx);
    return { id, unsubscribeKey };
  };

  it('keeps the key while a new sign-up is unconfirmed', async () => {
    const { id, unsubscribeKey } = await afterANewQuestion();
    expect(await findSubscriberByAddress(ctx.db, ADA)).toMatchObject({ id, unsubscribeKey });
  });

  it('is not resubscribed by an import while a new sign-up is unconfirmed', async () => {
    await afterANewQuestion();
    const file = `address,consent_at,consent_source\n${ADA},2026-01-01T00:00:00Z,an old list\n`;
    expect(await importSubscribers(ctx, Readable.from([file]))).toMatchObject({ added: 0, known: 1 });
    expect((await findSubscriberByAddress(ctx.db, ADA))?.state).not.toBe('active');
  });
});
