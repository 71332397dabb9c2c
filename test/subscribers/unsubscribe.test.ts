import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import { cleanUpSubscribers } from '../../src/subscribers/clean-up.ts';
import { importSubscribers } from '../../src/subscribers/csv/import.ts';
import { erase } from '../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../src/subscribers/preferences/preference.ts';
import { updatePreference } from '../../src/subscribers/preferences/update-preference.ts';
import { confirm, confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { SUBSCRIBER_STATES } from '../../src/subscribers/subscriber.ts';
import { applyMove, findByAddress } from '../../src/subscribers/subscriber-queries.ts';
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
    'ends the subscription of somebody who is %s, and says so; again it changes nothing',
    async (state) => {
      const { id, leaveKey } = await putSubscriber(ctx, ADA);
      await ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
      ctx.clock.advance(60_000);
      expect(await unsubscribe(ctx, leaveKey)).toBe(true);
      expect(await stateOf(id)).toBe('unsubscribed');
      const before = await contentsOf(ctx.db, 'subscribers');
      ctx.clock.advance(60_000);
      expect(await unsubscribe(ctx, leaveKey)).toBe(false);
      expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
    },
  );

  it('counts once when it is pressed twice at the same time', async () => {
    const { leaveKey } = await putSubscriber(ctx, ADA);
    const results = await Promise.all([unsubscribe(ctx, leaveKey), unsubscribe(ctx, leaveKey)]);
    expect(results.sort()).toEqual([false, true]);
  });

  it('does nothing for a key that nobody has, or that is none', async () => {
    const { leaveKey } = await putSubscriber(ctx, ADA);
    const before = await contentsOf(ctx.db, 'subscribers');
    const keys = [
      generateKey(),
      '',
      leaveKey.slice(1),
      `${leaveKey} `,
      `${leaveKey}A`,
      '%',
      "' or true --",
      '\u0000',
      'x'.repeat(10_000),
    ];
    for (const key of keys) expect([key, await unsubscribe(ctx, key)]).toEqual([key, false]);
    expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
  });

  it('touches nobody else', async () => {
    const { leaveKey } = await putSubscriber(ctx, ADA);
    const bob = await putSubscriber(ctx, 'bob@example.com');
    await unsubscribe(ctx, leaveKey);
    expect(await stateOf(bob.id)).toBe('active');
  });
});

describe('the key of an old mail', () => {
  it('works after everything that can happen to a subscriber who stays one', async () => {
    const { id, leaveKey } = await putSubscriber(ctx, ADA);
    await updatePreference(ctx, {
      subscriberId: id,
      preference: preferenceSchema.parse({ cadence: 'weekly' }),
    });
    await applyMove(ctx.db, id, 'pause', 'paused', ctx.clock.now());
    await applyMove(ctx.db, id, 'resume', 'active', ctx.clock.now());
    expect(await unsubscribe(ctx, leaveKey)).toBe(true);
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    await confirm(ctx, confirmToken(ctx.keys, id, ctx.clock.now()));
    expect(await stateOf(id)).toBe('active');
    ctx.clock.set('2036-11-23T08:05:00Z');
    expect(await unsubscribe(ctx, leaveKey)).toBe(true);
    expect(await stateOf(id)).toBe('unsubscribed');
  });

  it('works when every signing key has been changed since', async () => {
    const { id, leaveKey } = await putSubscriber(ctx, ADA);
    const secret = 'another-secret-of-the-tests-that-is-as-long';
    const changed = await install(readEnv({ ...ctx.variables, APP_SECRET: secret }), {
      clock: ctx.clock,
      log: ctx.log,
    });
    try {
      expect(changed.keys).toEqual({ current: secret, previous: [] });
      expect(await unsubscribe(changed, leaveKey)).toBe(true);
    } finally {
      await changed.close();
    }
    expect(await stateOf(id)).toBe('unsubscribed');
  });

  it('of somebody who was erased finds nobody, also when the address has come back since', async () => {
    const { leaveKey } = await putSubscriber(ctx, ADA);
    await erase(ctx, { address: ADA });
    expect(await unsubscribe(ctx, leaveKey)).toBe(false);
    await putSubscriber(ctx, ADA);
    expect(await unsubscribe(ctx, leaveKey)).toBe(false);
  });
});

describe('somebody who has left', () => {
  const afterANewQuestion = async () => {
    const { id, leaveKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, leaveKey);
    // Anybody can type the address into the form.
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    ctx.clock.advance((RETENTION_PERIODS.confirmDays + 1) * 86_400_000);
    await cleanUpSubscribers(ctx);
    return { id, leaveKey };
  };

  it('and does not answer a new question keeps their key', async () => {
    const { id, leaveKey } = await afterANewQuestion();
    expect(await findByAddress(ctx.db, ADA)).toMatchObject({ id, leaveKey });
  });

  it('and does not answer a new question is not brought back by a file', async () => {
    await afterANewQuestion();
    const file = `address,consent_at,consent_source\n${ADA},2026-01-01T00:00:00Z,an old list\n`;
    expect(await importSubscribers(ctx, Readable.from([file]))).toMatchObject({ added: 0, known: 1 });
    expect((await findByAddress(ctx.db, ADA))?.state).not.toBe('active');
  });
});
