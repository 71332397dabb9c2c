import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import {
  confirmSubscription,
  confirmToken,
  readConfirmToken,
} from '../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { applyTransition, findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { signToken } from '../../../src/token.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada@example.com';
const LIFE_MS = RETENTION_PERIODS.confirmDays * 86_400_000;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set(NOW);
  await subscribe(ctx, { address: ADA, source: 'web', network: null });
});
afterEach(() => emptyTables(ctx.db));

const ada = async () => {
  const subscriber = await findSubscriberByAddress(ctx.db, ADA);
  if (!subscriber) throw new Error('Ada is not there');
  return subscriber;
};
const link = async () => confirmToken(ctx.keys, (await ada()).id, ctx.clock.now());
const welcomes = async () =>
  (await ctx.db.selectFrom('notifications').select('kind').where('kind', '=', 'welcome').execute()).length;

describe('confirmSubscription', () => {
  it('records the consent and welcomes, once', async () => {
    const token = await link();
    ctx.clock.advance(60_000);
    const pressed = ctx.clock.now();
    expect(await confirmSubscription(ctx, token)).toBe('confirmed');
    const confirmed = { state: 'active', consentAt: pressed, confirmedAt: pressed, consentSource: 'web' };
    expect(await ada()).toMatchObject(confirmed);
    ctx.clock.advance(2 * 3_600_000);
    expect(await confirmSubscription(ctx, token)).toBe('already');
    expect(await ada()).toMatchObject(confirmed);
    expect(await welcomes()).toBe(1);
  });

  it('counts once for two concurrent requests', async () => {
    const token = await link();
    const results = await Promise.all([
      confirmSubscription(ctx, token),
      confirmSubscription(ctx, token),
      confirmSubscription(ctx, token),
    ]);
    expect(results.sort()).toEqual(['already', 'already', 'confirmed']);
    expect(await welcomes()).toBe(1);
  });

  it('is valid until its expiry, and not a moment longer', async () => {
    const token = await link();
    ctx.clock.advance(LIFE_MS);
    expect(await readConfirmToken(ctx, token)).toMatchObject({ result: 'ready' });
    ctx.clock.advance(1);
    expect(await readConfirmToken(ctx, token)).toEqual({ result: 'expired' });
    expect(await confirmSubscription(ctx, token)).toBe('expired');
    expect(await ada()).toMatchObject({ state: 'pending', consentAt: null });
  });

  it('rejects a link with any character altered', async () => {
    const token = await link();
    const altered = [...token].map(
      (character, at) => `${token.slice(0, at)}${character === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`,
    );
    for (const each of [
      ...altered,
      '',
      token.slice(1),
      `${token}a`,
      `${token}\n`,
      '%00',
      'x'.repeat(10_000),
    ]) {
      expect([each, await confirmSubscription(ctx, each)]).toEqual([each, 'invalid']);
    }
    expect(await ada()).toMatchObject({ state: 'pending' });
  });

  it('rejects a link of another kind or for an unknown subscriber', async () => {
    const { id } = await ada();
    expect(await confirmSubscription(ctx, signToken(ctx.keys, 'preferences', id, null))).toBe('invalid');
    const nobody = confirmToken(ctx.keys, '00000000-0000-4000-8000-000000000000', ctx.clock.now());
    expect(await confirmSubscription(ctx, nobody)).toBe('invalid');
  });

  it('accepts a link signed with a previous key that is still configured', async () => {
    const { id } = await ada();
    const token = confirmToken({ current: 'the-key-of-last-year', previous: [] }, id, ctx.clock.now());
    expect(await confirmSubscription(ctx, token)).toBe('invalid');
    const keys = { current: ctx.keys.current, previous: ['the-key-of-last-year'] };
    expect(await confirmSubscription({ ...ctx, keys }, token)).toBe('confirmed');
  });

  it('does not reactivate an unsubscribed, erased or suppressed subscriber', async () => {
    const token = await link();
    const { unsubscribeKey } = await ada();
    await unsubscribe(ctx, unsubscribeKey);
    expect(await confirmSubscription(ctx, token)).toBe('invalid');
    expect(await ada()).toMatchObject({ state: 'unsubscribed', consentAt: null });
    await eraseByAddress(ctx, { address: ADA });
    expect(await confirmSubscription(ctx, token)).toBe('invalid');
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    const again = await link();
    await insertSuppression(ctx.db, {
      address: ADA,
      reason: 'hard-bounce',
      source: 'test',
      now: ctx.clock.now(),
    });
    expect(await confirmSubscription(ctx, again)).toBe('invalid');
    expect(await ada()).toMatchObject({ state: 'suppressed', consentAt: null });
    expect(await welcomes()).toBe(0);
  });

  it('does not end a pause', async () => {
    const token = await link();
    await confirmSubscription(ctx, token);
    await applyTransition(ctx.db, (await ada()).id, 'pause', ctx.clock.now());
    expect(await confirmSubscription(ctx, token)).toBe('already');
    expect(await ada()).toMatchObject({ state: 'paused' });
  });
});

describe('readConfirmToken', () => {
  it('changes nothing, however often a scanner opens the link', async () => {
    const token = await link();
    const before = await contentsOf(ctx.db, 'subscribers', 'notifications');
    for (let time = 0; time < 3; time += 1)
      expect(await readConfirmToken(ctx, token)).toMatchObject({ result: 'ready' });
    expect(await readConfirmToken(ctx, 'nonsense')).toEqual({ result: 'invalid' });
    expect(await contentsOf(ctx.db, 'subscribers', 'notifications')).toEqual(before);
  });
});
