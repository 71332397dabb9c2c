import { afterEach, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { moveToFront } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { sampleMail } from '../../support/mail.ts';
import { type ResendServer, type ResendServerOptions, startResend } from '../../support/resend-server.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const DAY = '2026-11-23';
const SEND_HOUR = `${DAY}T07:00:00.000Z`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function dueEdition(
  addresses: readonly string[],
  env: Record<string, string>,
): Promise<TestInstallation> {
  const ctx = await testInstallation({ now: `${DAY}T03:40:00Z`, env });
  closing.push(() => ctx.close());
  await putList(ctx, DAY, manyPapers(15));
  for (const address of addresses) await putSubscriber(ctx, address);
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(SEND_HOUR);
  return ctx;
}

async function resendEdition(
  addresses: readonly string[],
  options: ResendServerOptions = {},
): Promise<{ ctx: TestInstallation; provider: ResendServer }> {
  let now = () => new Date(SEND_HOUR);
  const provider = await startResend({ now: () => now(), ...options });
  closing.push(() => provider.close());
  const env = { MAILER: 'resend', RESEND_API_KEY: provider.apiKey, RESEND_BASE_URL: provider.url };
  const ctx = await dueEdition(addresses, env);
  now = () => ctx.clock.now();
  return { ctx, provider };
}

const totalsOf = async (ctx: TestInstallation) => sumTotals(await readTotals(ctx.db, DAY));

describe('a failing provider', () => {
  it.each(['error-after', 'reset-after', 'garbage-after'] as const)(
    'accepts each email once when its response is lost (%s) and the batch replays under the same key',
    async (fault) => {
      const { ctx, provider } = await resendEdition(['one@example.com', 'two@example.com']);
      provider.fail(fault);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, pending: 2 });
      expect(await totalsOf(ctx)).toMatchObject({ planned: 2, accepted: 0, balanced: true });
      ctx.clock.advance(60_000);
      expect(await sweep(ctx)).toMatchObject({ replayed: 1, uncertain: 0 });
      expect(provider.accepted.length).toBe(2);
      expect(await totalsOf(ctx)).toMatchObject({ accepted: 2, planned: 0, balanced: true });
    },
  );

  it('gets deferred deliveries again automatically', async () => {
    const { ctx, provider } = await resendEdition(['one@example.com']);
    provider.fail('limited-silently');
    expect(await deliver(ctx, {})).toMatchObject({ deferred: 1, failed: 0 });
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    ctx.clock.advance(5 * 60_000);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
  });

  it('gets the remaining deliveries after its daily quota resets', async () => {
    const addresses = ['one@example.com', 'two@example.com'];
    const { ctx, provider } = await resendEdition(addresses, { dailyQuota: 2 });
    const other = sampleMail(1, { to: 'else@example.com', from: ctx.env.MAIL_FROM });
    await ctx.providers[0]?.mailer.send([other], { idempotencyKey: 'used-up-before' });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, deferred: 2, failed: 0 });
    expect(await totalsOf(ctx)).toMatchObject({ planned: 2, accepted: 0, balanced: true });
    ctx.clock.set('2026-11-24T00:05:00Z');
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 2 });
    expect(addresses.map((address) => provider.acceptedFor(address))).toEqual([1, 1]);
  });

  it('fails only the bad email of a batch when it does not name that email', async () => {
    const addresses = Array.from({ length: 9 }, (_, index) => `reader${index}@example.com`);
    const { ctx, provider } = await resendEdition(addresses, {
      chokesOn: 'reader5@example.com',
      callsPerSecond: 100,
    });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 8, failed: 1 });
    expect(addresses.map((address) => provider.acceptedFor(address))).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 1]);
    expect(await totalsOf(ctx)).toMatchObject({ accepted: 8, failed: 1, planned: 0, balanced: true });
    expect(await readOpenAlerts(ctx.db)).toEqual([]);
  });

  it('gets a too large batch in smaller ones', async () => {
    const addresses = Array.from({ length: 6 }, (_, index) => `reader${index}@example.com`);
    const longestBody = 150_000;
    const { ctx, provider } = await resendEdition(addresses, { longestBody, callsPerSecond: 100 });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 6, failed: 0 });
    expect(addresses.map((address) => provider.acceptedFor(address))).toEqual([1, 1, 1, 1, 1, 1]);
    const together = provider.calls.map(({ body }) => (JSON.parse(body) as unknown[]).length);
    expect(together).toEqual([6, 3, 3]);
  });

  it('pauses the edition when it rejects the account; deliveries stay scheduled', async () => {
    const { ctx, provider } = await resendEdition(['one@example.com']);
    const wrong = await testInstallation({
      env: { ...ctx.variables, RESEND_API_KEY: 're_wrong_key_0123456789', DATA_DIR: ctx.directory },
      now: SEND_HOUR,
    });
    const broken = { ...ctx, providers: wrong.providers };
    expect(await deliver(broken, {})).toMatchObject({ accepted: 0, deferred: 1, failed: 0 });
    const [edition] = (await readTotals(ctx.db, DAY)).filter((each) => each.audience > 0);
    expect(edition).toMatchObject({ state: 'paused', planned: 1, failed: 0, balanced: true });
    expect(edition?.reason).toMatch(/key|401|403/i);
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(provider.accepted).toEqual([]);
    await wrong.close();
  });
});

describe('two real providers', () => {
  it('fail over when the quota of one is used up: one email per subscriber, without an alert', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    let now = () => new Date(SEND_HOUR);
    const provider = await startResend({ now: () => now(), dailyQuota: 1 });
    closing.push(() => provider.close());
    const addresses = ['one@example.com', 'two@example.com', 'three@example.com'];
    const ctx = await dueEdition(addresses, {
      MAILER: 'resend,smtp',
      RESEND_API_KEY: provider.apiKey,
      RESEND_BASE_URL: provider.url,
      SMTP_URL: sink.url,
    });
    now = () => ctx.clock.now();
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 3, failed: 0 });
    for (const address of addresses)
      expect(provider.acceptedFor(address) + sink.acceptedFor(address), address).toBe(1);
    expect(await totalsOf(ctx)).toMatchObject({ accepted: 3, planned: 0, balanced: true });
    expect(await readOpenAlerts(ctx.db)).toEqual([]);
  });

  it('raise an alert when the key of one is wrong, while the other one sends', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    const provider = await startResend();
    closing.push(() => provider.close());
    const ctx = await dueEdition(['one@example.com'], {
      MAILER: 'resend,smtp',
      RESEND_API_KEY: 're_wrong_key_0123456789',
      RESEND_BASE_URL: provider.url,
      SMTP_URL: sink.url,
    });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    expect(sink.acceptedFor('one@example.com')).toBe(1);
    expect(await readOpenAlerts(ctx.db)).toMatchObject([{ code: 'ACCOUNT_REJECTED', subject: 'resend' }]);
  });
});

describe('a refused address among others (SMTP)', () => {
  it('fails alone, is suppressed and releases its papers; a refused email does not', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    sink.refuse('rcpt', 'nobody@example.com', '550 5.1.1 No such user');
    sink.refuse('data', 'full@example.com', '552 5.3.4 Message too big');
    sink.refuse('rcpt', 'later@example.com', '451 4.7.1 Try again later');
    const addresses = ['nobody@example.com', 'full@example.com', 'later@example.com', 'well@example.com'];
    const ctx = await dueEdition(addresses, { MAILER: 'smtp', SMTP_URL: sink.url });
    await moveToFront(ctx, ['nobody@example.com']);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 1, failed: 2, deferred: 1, uncertain: 0 });
    const kept = await ctx.db
      .selectFrom('sent_papers')
      .innerJoin('subscribers', 'subscribers.id', 'sent_papers.subscriber_id')
      .select('address')
      .distinct()
      .execute();
    expect(kept.map((row) => row.address).sort()).toEqual(['later@example.com', 'well@example.com']);
    sink.recover();
    ctx.clock.advance(10 * 60_000);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    // An email accepted after the refusal proves that it was about the address.
    const states = await ctx.db
      .selectFrom('subscribers')
      .select(['address', 'state'])
      .orderBy('address')
      .execute();
    expect(states.filter((row) => row.state !== 'active')).toEqual([
      { address: 'nobody@example.com', state: 'suppressed' },
    ]);
    expect(await totalsOf(ctx)).toMatchObject({
      audience: 4,
      accepted: 2,
      failed: 2,
      planned: 0,
      balanced: true,
    });
  });

  it('is uncertain after a connection lost after the content, and is not re-sent automatically', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    sink.lose('data', 'one@example.com', 'taken');
    const ctx = await dueEdition(['one@example.com'], { MAILER: 'smtp', SMTP_URL: sink.url });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, uncertain: 1 });
    sink.recover();
    ctx.clock.advance(2 * 3_600_000);
    await sweep(ctx);
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(sink.acceptedFor('one@example.com')).toBe(1);
    const [edition] = (await readTotals(ctx.db, DAY)).filter((each) => each.audience > 0);
    expect(edition).toMatchObject({ state: 'open', uncertain: 1, balanced: true });
  });
});
