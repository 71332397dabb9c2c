import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { requestTransactionalEmail } from '../../../src/subscribers/request-transactional-email.ts';
import { confirmSubscription, confirmToken } from '../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { applyTransition, findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { following, putSubscriber } from '../../support/list.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada@example.com';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

const ask = (address = ADA) => subscribe(ctx, { address, source: 'web', network: null });
const ada = async () => {
  const subscriber = await findSubscriberByAddress(ctx.db, ADA);
  if (!subscriber) throw new Error('Ada is not there');
  return subscriber;
};
const notified = async () => {
  const rows = await ctx.db
    .selectFrom('notifications')
    .select(['kind', 'state'])
    .orderBy('created_at')
    .orderBy('kind')
    .execute();
  return rows.map(({ kind, state }) => `${kind} ${state}`);
};

describe('a new address', () => {
  it('becomes pending, with a confirmation email requested', async () => {
    await subscribe(ctx, { address: ' Ada@Example.COM ', source: 'web', network: null });
    expect(await ada()).toMatchObject({
      address: ADA,
      state: 'pending',
      consentAt: null,
      consentSource: 'web',
      confirmedAt: null,
      createdAt: new Date(NOW),
      unsubscribeKey: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    });
    expect(await notified()).toEqual(['confirm planned']);
    const { id } = await ctx.db.selectFrom('notifications').select('id').executeTakeFirstOrThrow();
    const job = await ctx.queue.queue('notifications').getJob(`notify-${id}`);
    // The row is authoritative: the job carries no address, only the row's id.
    expect(job?.data).toEqual({ notificationId: id });
  });

  it('gets the submitted preference, or the default one', async () => {
    const preference = preferenceSchema.parse({
      interests: following('robotics-embodied'),
      cadence: 'weekly',
      size: 3,
    });
    await subscribe(ctx, { address: ADA, source: 'web', network: null, preference });
    await ask('bob@example.com');
    const bob = await findSubscriberByAddress(ctx.db, 'bob@example.com');
    const stored = await readPreferences(ctx.db, [(await ada()).id, bob?.id ?? '']);
    expect(stored.get((await ada()).id)).toEqual(preference);
    expect(stored.get(bob?.id ?? '')).toEqual(preferenceSchema.parse({}));
  });

  it('creates one subscriber and one email for five concurrent sign-ups', async () => {
    await Promise.all(Array.from({ length: 5 }, () => ask()));
    expect(await ctx.db.selectFrom('subscribers').select('state').execute()).toEqual([{ state: 'pending' }]);
    expect(await notified()).toEqual(['confirm planned']);
  });

  it.each(['', 'ada', 'ada@example.com\r\nBcc: eve@example.com'])(
    'that is invalid (%j) is an error, and nothing is stored',
    async (address) => {
      await expect(ask(address)).rejects.toMatchObject({ code: 'ADDRESS_INVALID', retry: 'never' });
      expect(await contentsOf(ctx.db, 'subscribers', 'notifications')).toEqual({
        subscribers: [],
        notifications: [],
      });
    },
  );
});

describe('a known address', () => {
  it('that is pending gets another confirmation, at most one an hour', async () => {
    await ask();
    ctx.clock.set('2026-11-23T08:50:00Z');
    await ask();
    expect(await notified()).toEqual(['confirm planned']);
    ctx.clock.set('2026-11-23T09:01:00Z');
    await ask();
    await ask();
    expect(await notified()).toEqual(['confirm planned', 'confirm planned']);
    expect(await ada()).toMatchObject({ state: 'pending' });
  });

  it('that is active gets a link to its preferences, and does not change', async () => {
    await putSubscriber(ctx, ADA, { size: 12 });
    const before = await contentsOf(ctx.db, 'subscribers', 'preferences', 'interests');
    const preference = preferenceSchema.parse({ size: 1 });
    await subscribe(ctx, { address: 'ADA@example.com', source: 'somebody else', network: null, preference });
    expect(await contentsOf(ctx.db, 'subscribers', 'preferences', 'interests')).toEqual(before);
    expect(await notified()).toEqual(['your-link planned']);
  });

  it('that is paused gets that link, too', async () => {
    const { id } = await putSubscriber(ctx, ADA);
    await applyTransition(ctx.db, id, 'pause', ctx.clock.now(), { pausedUntil: '2026-12-01' });
    await ask();
    expect(await ada()).toMatchObject({ state: 'paused', pausedUntil: '2026-12-01' });
    expect(await notified()).toEqual(['your-link planned']);
  });

  it('that unsubscribed is asked to confirm, and stays pending until then', async () => {
    const { id, unsubscribeKey } = await putSubscriber(ctx, ADA);
    await unsubscribe(ctx, unsubscribeKey);
    await ask();
    expect(await ada()).toMatchObject({ id, state: 'pending', unsubscribeKey });
    expect(await notified()).toEqual(['confirm planned']);
    expect(await confirmSubscription(ctx, confirmToken(ctx.keys, id, ctx.clock.now()))).toBe('confirmed');
    expect(await ada()).toMatchObject({ state: 'active', consentAt: new Date(NOW) });
  });

  it('that is suppressed gets no email', async () => {
    await putSubscriber(ctx, ADA);
    await insertSuppression(ctx.db, {
      address: ADA,
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    const before = await contentsOf(ctx.db, 'subscribers');
    await ask();
    expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
    expect(await notified()).toEqual([]);
  });

  it('is not revealed by the result', async () => {
    const states = ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'] as const;
    for (const state of states) {
      const { id } = await putSubscriber(ctx, `${state}@example.com`);
      await ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
    }
    const answers = [];
    for (const name of [...states, 'unknown']) answers.push(await ask(`${name}@example.com`));
    expect(answers).toEqual(Array(6).fill(undefined));
  });
});

describe('requestTransactionalEmail', () => {
  it('limits each kind and each subscriber separately', async () => {
    const one = await putSubscriber(ctx, ADA);
    const other = await putSubscriber(ctx, 'bob@example.com');
    for (let time = 0; time < 2; time += 1) {
      await requestTransactionalEmail(ctx, one.id, 'your-link');
      await requestTransactionalEmail(ctx, one.id, 'goodbye');
      await requestTransactionalEmail(ctx, other.id, 'your-link');
    }
    expect(await notified()).toEqual(['goodbye planned', 'your-link planned', 'your-link planned']);
  });
});
