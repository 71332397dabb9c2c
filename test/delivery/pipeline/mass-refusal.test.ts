import { afterEach, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../../../src/delivery/operations/retry-failed.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sendTransactional } from '../../../src/delivery/transactional/send-transactional.ts';
import { readWaitingTransactionalEmails } from '../../../src/delivery/transactional/transactional-queries.ts';
import type { OutgoingEmail, SendResult } from '../../../src/ports.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { dailyBooks, dueEdition, EDITION, statesOf } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { accept, scriptedProvider } from '../../support/scripted-provider.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const refused = (about: 'address' | 'mail' | 'sender'): SendResult => ({
  outcome: 'refused',
  about,
  code: '550 5.1.1',
  reason: '550 5.1.1 User unknown',
});

const addressesOf = (count: number, domains: number) =>
  Array.from({ length: count }, (_, index) => `reader${index}@d${index % domains}.example.com`);

async function edition(addresses: readonly string[], ...providers: ReturnType<typeof scriptedProvider>[]) {
  const ctx = await dueEdition(addresses, { providers });
  closing.push(() => ctx.close());
  return ctx;
}

const suppressions = async (ctx: TestInstallation) =>
  (await ctx.db.selectFrom('suppressions').select('source').execute()).length;
const inDoubt = async (ctx: TestInstallation) =>
  (await ctx.db.selectFrom('refusals_in_doubt').select('email_id').execute()).length;
const alertCodes = async (ctx: TestInstallation) =>
  (await readOpenAlerts(ctx.db)).map(({ code }) => code).sort();

describe('a provider that refuses every recipient as unknown', () => {
  it.each([
    ['in several domains', 21, 7],
    ['in one domain', 21, 1],
  ])(
    'suppresses no subscriber, pauses the edition and delivers it once after a resume (%s)',
    async (_, count, domains) => {
      const only = scriptedProvider('only', { batchSize: 4 });
      const ctx = await edition(addressesOf(count, domains), only);
      only.answer(refused('address'));
      await deliver(ctx, {});
      expect(await suppressions(ctx)).toBe(0);
      expect(await alertCodes(ctx)).toEqual(['ACCOUNT_REJECTED', 'EDITION_PAUSED']);
      expect(await dailyBooks(ctx)).toMatchObject({ planned: count, failed: 0, balanced: true });
      only.answer(accept);
      await resumeEdition(ctx, { edition: EDITION, operator: 'nina' });
      await deliver(ctx, {});
      expect(await dailyBooks(ctx)).toMatchObject({ accepted: count, balanced: true });
      expect(only.reached().sort()).toEqual(addressesOf(count, domains).sort());
      expect([await suppressions(ctx), await inDoubt(ctx)]).toEqual([0, 0]);
      expect(await alertCodes(ctx)).toEqual([]);
    },
  );

  it('stops in the middle of an edition without blaming an address after the last accepted email', async () => {
    const only = scriptedProvider('only', { batchSize: 5 });
    const ctx = await edition(addressesOf(30, 30), only);
    let accepted = 0;
    only.answer((email) => {
      accepted += 1;
      return accepted <= 7 ? accept(email) : refused('address');
    });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 7, planned: 23, failed: 0 });
    expect(await suppressions(ctx)).toBe(0);
  });

  it.each([
    ['the next day', 6, 20 * 3_600_000],
    ['at once', 6, 60_000],
    ['at once, for one subscriber', 1, 60_000],
  ])('suppresses nobody of a list too short for a streak when it is fixed %s', async (_, count, later) => {
    const only = scriptedProvider('only', { batchSize: 2 });
    const ctx = await edition(addressesOf(count, count), only);
    only.answer(refused('address'));
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', failed: count });
    only.answer(accept);
    ctx.clock.advance(later);
    await retryFailed(ctx, { edition: EDITION, operator: 'nina' });
    await deliver(ctx, {});
    expect([await suppressions(ctx), await inDoubt(ctx)]).toEqual([0, 0]);
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: count });
  });

  it('is trusted again by a probe with one accepted email, whatever the refusals after it', async () => {
    const only = scriptedProvider('only', { batchSize: 5 });
    const ctx = await edition(addressesOf(10, 10), only);
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    only.answer({ outcome: 'halted', code: '535', reason: '535 Wrong password' });
    await sendWaiting(ctx);
    only.answer((email, place) => (place === 4 ? refused('address') : accept(email)));
    ctx.clock.advance(6 * 60_000);
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 8, failed: 2 });
    expect(await alertCodes(ctx)).toEqual([]);
  });

  it('fails over to the next provider', async () => {
    const broken = scriptedProvider('broken', { batchSize: 4 });
    const healthy = scriptedProvider('healthy', { batchSize: 4, weight: 0 });
    const ctx = await edition(addressesOf(20, 20), broken, healthy);
    broken.answer(refused('mail'));
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 20 });
    expect(await alertCodes(ctx)).toEqual(['ACCOUNT_REJECTED']);
  });

  it('keeps the failures of an edition that was canceled meanwhile', async () => {
    const only = scriptedProvider('only', { batchSize: 4 });
    const ctx = await edition(addressesOf(8, 8), only);
    only.answer(refused('address'));
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ failed: 8 });
    expect(await inDoubt(ctx)).toBe(8);
    await subscribe(ctx, { address: 'new1@example.com', source: 'test', network: null });
    await subscribe(ctx, { address: 'new2@example.org', source: 'test', network: null });
    await sendWaiting(ctx);
    expect(await dailyBooks(ctx)).toMatchObject({ failed: 8, planned: 0 });
    expect(await suppressions(ctx)).toBe(0);
    expect(await transactionalStates(ctx)).toEqual(['planned', 'planned']);
  });
});

describe('a refused address', () => {
  const dead = 'reader3@d3.example.com';
  const answer = (email: OutgoingEmail) => (email.to === dead ? refused('address') : accept(email));

  it('is suppressed when the provider accepts other emails of its call', async () => {
    const only = scriptedProvider('only', { batchSize: 100 });
    const ctx = await edition(addressesOf(9, 9), only);
    only.answer((email, place) => (place === 0 ? refused('address') : accept(email)));
    await deliver(ctx, {});
    expect([await suppressions(ctx), await inDoubt(ctx)]).toEqual([1, 0]);
  });

  it('is suppressed by the next email that the provider accepts, as of the time of its refusal', async () => {
    const only = scriptedProvider('only');
    const ctx = await edition([dead], only);
    only.answer(answer);
    await deliver(ctx, {});
    expect(await statesOf(ctx)).toEqual({ reader3: 'failed' });
    expect([await suppressions(ctx), await inDoubt(ctx)]).toEqual([0, 1]);
    const refusedAt = ctx.clock.now();
    ctx.clock.advance(5 * 60_000);
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    await sendWaiting(ctx);
    const [suppression] = await ctx.db.selectFrom('suppressions').selectAll().execute();
    expect(suppression).toMatchObject({ source: 'only 550 5.1.1', created_at: refusedAt });
    expect(await inDoubt(ctx)).toBe(0);
  });

  it('is not blamed for a policy that refuses the sender, and the other emails go out', async () => {
    const only = scriptedProvider('only', { batchSize: 3 });
    const ctx = await edition(addressesOf(9, 9), only);
    only.answer((email) => (email.to === dead ? refused('sender') : accept(email)));
    await deliver(ctx, {});
    for (let minute = 0; minute < 120; minute += 6) {
      ctx.clock.advance(6 * 60_000);
      await deliver(ctx, {});
    }
    expect(await suppressions(ctx)).toBe(0);
    expect((await dailyBooks(ctx)).accepted).toBe(8);
  });
});

describe('transactional emails that are all refused', () => {
  it('suppress no new subscriber, and are sent after the provider is fixed', async () => {
    const only = scriptedProvider('only');
    const ctx = await testInstallation({ providers: [only] });
    closing.push(() => ctx.close());
    only.answer(refused('sender'));
    for (const name of ['ada', 'bob', 'cleo'])
      await subscribe(ctx, { address: `${name}@example.com`, source: 'test', network: null });
    await sendWaiting(ctx);
    expect(await suppressions(ctx)).toBe(0);
    expect(await alertCodes(ctx)).toEqual(['ACCOUNT_REJECTED']);
    only.answer(accept);
    ctx.clock.advance(20 * 60_000);
    await sendWaiting(ctx);
    await sendWaiting(ctx);
    expect(await transactionalStates(ctx)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await alertCodes(ctx)).toEqual([]);
  });
});

describe('sign-ups with dead addresses', () => {
  const dead = Array.from({ length: 10 }, (_, index) => `nobody${index}@d${index % 3}.example.org`);

  it('halt the provider, but leave its probe to a due edition', async () => {
    const only = scriptedProvider('only', { batchSize: 10 });
    const ctx = await edition(addressesOf(20, 20), only);
    only.answer((email) => (dead.includes(email.to) ? refused('address') : accept(email)));
    for (const address of dead) await subscribe(ctx, { address, source: 'test', network: null });
    await sendWaiting(ctx);
    expect(await alertCodes(ctx)).toEqual(['ACCOUNT_REJECTED']);
    ctx.clock.advance(6 * 60_000);
    await subscribe(ctx, { address: 'another@d9.example.org', source: 'test', network: null });
    await sendWaiting(ctx);
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 20 });
    expect(await alertCodes(ctx)).toEqual([]);
  });

  it('do not halt it for ever', async () => {
    const only = scriptedProvider('only');
    const ctx = await testInstallation({ providers: [only] });
    closing.push(() => ctx.close());
    only.answer((email) => (dead.includes(email.to) ? refused('address') : accept(email)));
    for (const address of dead) await subscribe(ctx, { address, source: 'test', network: null });
    for (let hour = 0; hour < 80; hour += 1) {
      await sendWaiting(ctx);
      ctx.clock.advance(80 * 60_000);
    }
    expect(new Set(await transactionalStates(ctx))).toEqual(new Set(['failed']));
    expect(await suppressions(ctx)).toBe(0);
    await subscribe(ctx, { address: 'ada@example.com', source: 'test', network: null });
    await sendWaiting(ctx);
    expect(only.reached()).toEqual(['ada@example.com']);
  });
});

describe('dead addresses at the head of an edition', () => {
  it('do not hold it up after a resume', async () => {
    const only = scriptedProvider('only', { batchSize: 10 });
    const ctx = await edition(addressesOf(30, 30), only);
    const first = await ctx.db
      .selectFrom('deliveries')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select('address')
      .where('edition_id', '=', EDITION)
      .orderBy('due_at')
      .orderBy('deliveries.id')
      .limit(10)
      .execute();
    ctx.clock.advance(1_000);
    const dead = new Set(first.map(({ address }) => address));
    only.answer((email) => (dead.has(email.to) ? refused('address') : accept(email)));
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'paused', planned: 30 });
    ctx.clock.advance(60_000);
    await resumeEdition(ctx, { edition: EDITION, operator: 'nina' });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 20, planned: 10 });
    for (let resumes = 0; resumes < 2; resumes += 1) {
      await resumeEdition(ctx, { edition: EDITION, operator: 'nina' });
      await deliver(ctx, {});
    }
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 20, failed: 10, balanced: true });
    expect(await suppressions(ctx)).toBe(0);
  });
});

async function sendWaiting(ctx: TestInstallation): Promise<void> {
  for (const notificationId of await readWaitingTransactionalEmails(ctx.db, new Date('2100-01-01')))
    await sendTransactional(ctx, { notificationId }).catch(() => undefined);
}

async function transactionalStates(ctx: TestInstallation): Promise<string[]> {
  return (await ctx.db.selectFrom('notifications').select('state').execute()).map(({ state }) => state);
}

it('does not fail an edition while its provider defers every email for hours', async () => {
  const only = scriptedProvider('only', { batchSize: 3 });
  const ctx = await edition(addressesOf(6, 6), only);
  only.answer({ outcome: 'deferred', about: 'mail', retryAfterMs: 300_000, code: '450', reason: '450 wait' });
  for (let minute = 0; minute < 8 * 60; minute += 5) {
    await deliver(ctx, {});
    ctx.clock.advance(5 * 60_000);
  }
  expect(await dailyBooks(ctx)).toMatchObject({ planned: 6, failed: 0 });
  only.answer(accept);
  ctx.clock.advance(2 * 3_600_000);
  await deliver(ctx, {});
  expect(await dailyBooks(ctx)).toMatchObject({ accepted: 6, balanced: true });
});
