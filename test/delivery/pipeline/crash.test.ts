import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { LEASE_MS } from '../../../src/delivery/pipeline/lease.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { missingFor, type TestInstallation, testInstallation, type Way } from '../../support/installation.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { type ResendServer, startResend } from '../../support/resend-server.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const DAY = '2026-11-23';
const SEND_HOUR = `${DAY}T07:00:00.000Z`;
const SUBSCRIBERS = Array.from({ length: 5 }, (_, index) => `reader${index}@example.com`);
const CRASHES = ['claimed', 'started', 'accepted'] as const;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function dueEdition(
  way: Way,
  env: Record<string, string>,
  subscribers: readonly string[] = SUBSCRIBERS,
): Promise<TestInstallation> {
  const ctx = await testInstallation({ way, now: `${DAY}T03:40:00Z`, env });
  closing.push(() => ctx.close());
  await putList(ctx, DAY, manyPapers(15));
  for (const address of subscribers) await putSubscriber(ctx, address);
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(SEND_HOUR);
  return ctx;
}

/** Runs a worker process that dies at that point; returns the signal that ended it. */
function crashAt(
  point: (typeof CRASHES)[number],
  ctx: TestInstallation,
  sparedCalls = 0,
): Promise<NodeJS.Signals | null> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/dying-worker.ts', point, SEND_HOUR, String(sparedCalls)],
    {
      env: { ...process.env, ...ctx.variables },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (_code, signal) => resolve(signal));
  });
}

async function resendEdition(way: Way): Promise<{ ctx: TestInstallation; provider: ResendServer }> {
  const provider = await startResend({ now: () => new Date(SEND_HOUR) });
  closing.push(() => provider.close());
  const env = { MAILER: 'resend', RESEND_API_KEY: provider.apiKey, RESEND_BASE_URL: provider.url };
  return { ctx: await dueEdition(way, env), provider };
}

describe.each(['embedded', 'postgres'] as const)('a worker killed while it sends (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    it.each(CRASHES)(
      'when %s: every subscriber gets exactly one email if the provider deduplicates',
      async (point) => {
        const { ctx, provider } = await resendEdition(way);
        expect(await crashAt(point, ctx)).toBe('SIGKILL');
        // Until the lease runs out the worker may be alive, so no other one touches its batch.
        expect(await sweep(ctx)).toEqual({ released: 0, replayed: 0, uncertain: 0 });
        expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
        ctx.clock.advance(LEASE_MS + 1_000);
        await sweep(ctx);
        await deliver(ctx, {});
        expect(SUBSCRIBERS.map((address) => provider.acceptedFor(address))).toEqual(SUBSCRIBERS.map(() => 1));
        const totals = sumTotals(await readTotals(ctx.db, DAY));
        expect(totals).toMatchObject({ audience: 5, accepted: 5, planned: 0, uncertain: 0, balanced: true });
      },
    );

    it.each(CRASHES)(
      'when %s: no subscriber gets two emails if the provider does not, and unknown outcomes are uncertain',
      async (point) => {
        const sink = await startSmtpSink();
        closing.push(() => sink.close());
        const ctx = await dueEdition(way, { MAILER: 'smtp', SMTP_URL: sink.url });
        expect(await crashAt(point, ctx)).toBe('SIGKILL');
        ctx.clock.advance(LEASE_MS + 1_000);
        await sweep(ctx);
        await deliver(ctx, {});
        const totals = sumTotals(await readTotals(ctx.db, DAY));
        expect(totals).toMatchObject({ audience: 5, planned: 0, balanced: true });
        expect(totals.accepted + totals.uncertain).toBe(5);
        // Nothing can have been sent before the attempt started, so every outcome is known in the end.
        expect(totals.uncertain).toBe(point === 'claimed' ? 0 : 5);
        for (const address of SUBSCRIBERS) expect(sink.acceptedFor(address)).toBeLessThanOrEqual(1);
        const [edition] = (await readTotals(ctx.db, DAY)).filter((each) => each.audience > 0);
        expect(edition?.state).toBe(point === 'claimed' ? 'finished' : 'open');
      },
    );
  });
});

describe('a worker killed while it sends over SMTP with many deliveries claimed', () => {
  it.each(CRASHES)('when %s: leaves at most ten uncertain, and all others get one email', async (point) => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    const subscribers = Array.from({ length: 60 }, (_, index) => `reader${index}@example.com`);
    const ctx = await dueEdition('embedded', { MAILER: 'smtp', SMTP_URL: sink.url }, subscribers);
    expect(await crashAt(point, ctx, 3)).toBe('SIGKILL');
    const sending = await ctx.db
      .selectFrom('deliveries')
      .select('id')
      .where('state', '=', 'sending')
      .execute();
    if (point !== 'claimed') expect(sending.length).toBeGreaterThan(20);
    ctx.clock.advance(LEASE_MS + 1_000);
    await sweep(ctx);
    await deliver(ctx, {});
    const totals = sumTotals(await readTotals(ctx.db, DAY));
    expect(totals).toMatchObject({ audience: 60, planned: 0, balanced: true });
    expect(totals.accepted + totals.uncertain).toBe(60);
    expect(totals.uncertain).toBeLessThanOrEqual(point === 'claimed' ? 0 : 10);
    for (const address of subscribers) expect(sink.acceptedFor(address)).toBeLessThanOrEqual(1);
  });
});

describe('a replay after a crash', () => {
  it('is skipped when a subscriber of the batch has unsubscribed, and the batch becomes uncertain', async () => {
    const { ctx, provider } = await resendEdition('embedded');
    expect(await crashAt('started', ctx)).toBe('SIGKILL');
    const row = await ctx.db.selectFrom('subscribers').select('leave_key').limit(1).executeTakeFirstOrThrow();
    await unsubscribe(ctx, row.leave_key);
    ctx.clock.advance(LEASE_MS + 1_000);
    expect(await sweep(ctx)).toEqual({ released: 0, replayed: 0, uncertain: 1 });
    expect(provider.accepted).toEqual([]);
    expect(sumTotals(await readTotals(ctx.db, DAY))).toMatchObject({
      uncertain: 5,
      accepted: 0,
      balanced: true,
    });
  });

  it('is skipped after the replay window of the provider', async () => {
    const { ctx, provider } = await resendEdition('embedded');
    expect(await crashAt('accepted', ctx)).toBe('SIGKILL');
    ctx.clock.advance(24 * 3_600_000);
    expect(await sweep(ctx)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.accepted.length).toBe(5);
  });

  it('is skipped when the same bytes cannot be rendered again', async () => {
    const { ctx, provider } = await resendEdition('embedded');
    expect(await crashAt('accepted', ctx)).toBe('SIGKILL');
    ctx.clock.advance(LEASE_MS + 1_000);
    const changed = { ...ctx, env: { ...ctx.env, MAIL_POSTAL_ADDRESS: 'Another place, 54321 Elsewhere' } };
    expect(await sweep(changed)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.accepted.length).toBe(5);
  });
});
