import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { LEASE_MS } from '../../../src/delivery/pipeline/lease.ts';
import {
  batchLimit,
  connectionsPerRun,
  dailyAllowance,
  editionAllowance,
  providerRateLimits,
} from '../../../src/delivery/providers/provider.ts';
import { callProvider, waitForRateLimit } from '../../../src/delivery/providers/provider-call.ts';
import { sendTransactional } from '../../../src/delivery/transactional/send-transactional.ts';
import { readWaitingTransactionalEmails } from '../../../src/delivery/transactional/transactional-queries.ts';
import type { Provider } from '../../../src/ports.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { DAY, dueEdition } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation, UNLIMITED } from '../../support/installation.ts';
import { sampleMail } from '../../support/mail.ts';
import { accept, scriptedProvider } from '../../support/scripted-provider.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function installation(
  providers: Provider[] | undefined,
  count: number,
  env: Record<string, string> = {},
): Promise<TestInstallation> {
  const addresses = Array.from({ length: count }, (_, number) => `reader${number}@example.com`);
  const ctx = await dueEdition(addresses, { env, ...(providers ? { providers } : {}) });
  closing.push(() => ctx.close());
  return ctx;
}

async function requestConfirmation(ctx: TestInstallation, address: string): Promise<string> {
  await subscribe(ctx, { address, source: 'test', network: null });
  const waiting = await readWaitingTransactionalEmails(ctx.db, new Date('2100-01-01'));
  return waiting.at(-1) ?? '';
}

describe('the limits of a provider', () => {
  it.each([
    [2, 1],
    [3, 1],
    [5, 2],
    [10, 4],
    [20, 9],
  ])(
    'share %i connections: %i for a run, so that two runs and a transactional email fit',
    (total, perRun) => {
      expect(connectionsPerRun(total)).toBe(perRun);
      expect(perRun + 1).toBeLessThanOrEqual(total);
    },
  );

  it.each([1, 2, 5, 100])(
    'split a rate of %i per second into a transactional point and a common counter',
    (perSecond) => {
      const provider = scriptedProvider('any', { limits: { rate: { perSecond, counts: 'emails' } } });
      const limits = providerRateLimits(provider);
      expect(limits?.transactional).toMatchObject({ points: 1 });
      const { points = 0, seconds = 0 } = limits?.common ?? {};
      expect((points + 1) / seconds).toBe(perSecond);
      expect(batchLimit(provider)).toBeLessThanOrEqual(points);
      expect(batchLimit(provider)).toBeGreaterThan(0);
    },
  );

  it.each([
    ['2026-11-30', 50],
    ['2026-12-01', 50],
    ['2026-12-02', 100],
    ['2026-12-04', 400],
    ['2027-12-01', null],
  ])('on %s of a warm-up from 2026-12-01 allow %s emails', (day, allowance) => {
    expect(dailyAllowance({ ...UNLIMITED, warmupFrom: '2026-12-01' }, day)).toBe(allowance);
  });

  it('use the smaller of plan and warm-up, and always reserve a tenth for transactional email', () => {
    expect(dailyAllowance({ ...UNLIMITED, warmupFrom: DAY, emailsPerDay: 30 }, DAY)).toBe(30);
    expect(dailyAllowance(UNLIMITED, DAY)).toBeNull();
    expect(editionAllowance(50, { editions: 0, transactional: 0 })).toBe(45);
    expect(editionAllowance(50, { editions: 40, transactional: 8 })).toBe(2);
    expect(editionAllowance(50, { editions: 45, transactional: 20 })).toBe(0);
  });
});

describe('the daily quota', () => {
  it('is never exceeded by parallel workers, and does not stop transactional email', async () => {
    const only = scriptedProvider('only', { limits: { emailsPerDay: 10 }, batchSize: 4 });
    const ctx = await installation([only], 14);
    const reports = await Promise.all([1, 2, 3].map(() => deliver(ctx, {})));
    expect(reports.reduce((sum, report) => sum + report.accepted, 0)).toBe(9);
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(
      await sendTransactional(ctx, { notificationId: await requestConfirmation(ctx, 'new@example.com') }),
    ).toBe('accepted');
    expect(await readOpenAlerts(ctx.db)).toEqual([]);
    const states = await ctx.db.selectFrom('deliveries').select(['state', 'attempts']).execute();
    expect(states.filter(({ state, attempts }) => state === 'planned' && attempts === 0)).toHaveLength(5);
    ctx.clock.set('2026-11-24T00:00:00Z');
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 5, excluded: 0 });
  });

  it('fails over to a provider with capacity when used up', async () => {
    const first = scriptedProvider('first', { limits: { emailsPerDay: 10 } });
    const second = scriptedProvider('second', { weight: 0 });
    const ctx = await installation([first, second], 12);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 12 });
    expect([first.reached().length, second.reached().length]).toEqual([9, 3]);
  });

  it('skips deliveries held back for more than a day as too late', async () => {
    const only = scriptedProvider('only', { limits: { emailsPerDay: 10 } });
    const ctx = await installation([only], 12);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 9 });
    ctx.clock.set('2026-11-24T07:01:00Z');
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, excluded: 3 });
  });
});

describe('the connections to an SMTP server', () => {
  it('stay within the limit, with one reserved for transactional email', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    const ctx = await installation(undefined, 24, {
      MAILER: 'smtp',
      SMTP_URL: sink.url,
      SMTP_MAX_CONNECTIONS: '3',
    });
    const transactional = [await requestConfirmation(ctx, 'new@example.com')];
    const [reports] = await Promise.all([
      Promise.all([1, 2, 3, 4].map(() => deliver(ctx, {}))),
      ...transactional.map((notificationId) => sendTransactional(ctx, { notificationId })),
    ]);
    const accepted = reports.reduce((sum, report) => sum + report.accepted, 0);
    expect(accepted).toBeGreaterThan(0);
    while ((await deliver(ctx, {})).batches > 0);
    expect(sink.mails).toHaveLength(25);
    expect(sink.mostAtOnce()).toBeLessThanOrEqual(3);
  });

  it('are counted by rows in flight, for editions and transactional email', async () => {
    const only = scriptedProvider('only', { limits: { connections: { total: 2, perRun: 1 } }, batchSize: 4 });
    const ctx = await installation([only], 4);
    let nestedCalls: Promise<unknown>[] = [];
    const notificationId = await requestConfirmation(ctx, 'new@example.com');
    const other = await requestConfirmation(ctx, 'other@example.com');
    const nested: unknown[] = [];
    const holding = { ...only, mailer: { ...only.mailer } };
    holding.mailer.send = async (emails, options) => {
      if (nestedCalls.length === 0 && emails.length > 1) {
        nestedCalls = [
          deliver(ctx, {}),
          sendTransactional({ ...ctx, providers: [slow] }, { notificationId }),
        ];
        nested.push(...(await Promise.all(nestedCalls)));
      }
      return only.mailer.send(emails, options);
    };
    const slow = { ...only, mailer: { ...only.mailer } };
    slow.mailer.send = async (emails, options) => {
      // While one transactional email has the last connection, the next one is deferred.
      await expect(sendTransactional(ctx, { notificationId: other })).rejects.toMatchObject({
        code: 'TRANSACTIONAL_DEFERRED',
        retryAfterMs: 1_000,
      });
      return only.mailer.send(emails, options);
    };
    expect(await deliver({ ...ctx, providers: [holding] }, {})).toMatchObject({ accepted: 4 });
    expect(nested).toMatchObject([{ batches: 0 }, 'accepted']);
    expect(await sendTransactional(ctx, { notificationId: other })).toBe('accepted');
  });
});

describe('the connections of a lost process', () => {
  it('stay reserved until their lease ends, and are then deleted', async () => {
    const only = scriptedProvider('only', { limits: { connections: { total: 3, perRun: 2 } } });
    const ctx = await installation([only], 4);
    const leasedUntil = new Date(ctx.clock.now().getTime() + LEASE_MS);
    const lost = { run_id: randomUUID(), provider: 'only', connections: 2, leased_until: leasedUntil };
    await ctx.db.insertInto('provider_connections').values(lost).execute();
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0, accepted: 0 });
    ctx.clock.advance(LEASE_MS);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 4 });
    expect(await ctx.db.selectFrom('provider_connections').selectAll().execute()).toEqual([]);
  });
});

describe('the rate limit of a provider', () => {
  const rated = () => scriptedProvider('rated', { limits: { rate: { perSecond: 3, counts: 'calls' } } });

  it('reserves a point for transactional email that no edition can take', async () => {
    const ctx = await testInstallation();
    closing.push(() => ctx.close());
    const provider = rated();
    const limits = providerRateLimits(provider);
    for (let call = 0; call < 6; call += 1) if (limits) await ctx.limits.take(limits.common, 'all');
    expect(await waitForRateLimit(ctx, provider, 'transactional', 1)).toBe(0);
    expect(limits && (await ctx.limits.take(limits.transactional, 'all'))).toBeGreaterThan(0);
    expect(limits && (await ctx.limits.take(limits.common, 'all'))).toBeGreaterThan(0);
  });

  it('pauses for all processes on a 429, and releases the batch after a long wait', async () => {
    const ctx = await testInstallation();
    closing.push(() => ctx.close());
    const provider = rated();
    provider.answer({
      outcome: 'deferred',
      retryAfterMs: 12_000,
      code: 'rate',
      reason: 'slowly',
      about: 'rate',
    });
    await callProvider(ctx, provider, [sampleMail(1)], 'attempt-1');
    const limits = providerRateLimits(provider);
    for (const limit of [limits?.common, limits?.transactional]) {
      if (limit) expect(await ctx.limits.take(limit, 'all')).toBeGreaterThan(9_000);
    }
    if (limits) await ctx.limits.pause(limits.common, 'all', 60_000);
    expect(await waitForRateLimit(ctx, provider, 'edition', 1)).toBeGreaterThan(20_000);
  });
});

describe('a lease', () => {
  it('is renewed by the clock it expires on', async () => {
    const only = scriptedProvider('only', { batchSize: 10 });
    const ctx = await installation([only], 1);
    const leases = async () =>
      (await ctx.db.selectFrom('delivery_attempts').select('leased_until').execute())[0];
    const slow = { ...only, mailer: { ...only.mailer } };
    slow.mailer.send = async (emails) => {
      const before = await leases();
      ctx.clock.advance(4 * 60_000);
      // Polls until the lease is renewed; the test's timeout is the limit.
      while ((await leases())?.leased_until.getTime() === before?.leased_until.getTime());
      return emails.map(accept);
    };
    expect(await deliver({ ...ctx, providers: [slow] }, {})).toMatchObject({ accepted: 1 });
    expect((await leases())?.leased_until.getTime()).toBe(ctx.clock.now().getTime() + 5 * 60_000);
  });
});
