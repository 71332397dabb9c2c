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
const PEOPLE = Array.from({ length: 5 }, (_, index) => `reader${index}@example.com`);
const CRASHES = ['claimed', 'started', 'accepted'] as const;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function dueEdition(way: Way, env: Record<string, string>): Promise<TestInstallation> {
  const ctx = await testInstallation({ way, now: `${DAY}T03:40:00Z`, env });
  closing.push(() => ctx.close());
  await putList(ctx, DAY, manyPapers(15));
  for (const address of PEOPLE) await putSubscriber(ctx, address);
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(SEND_HOUR);
  return ctx;
}

/** Runs a worker process that dies at that point and returns the signal that ended it. */
function crashAt(point: (typeof CRASHES)[number], ctx: TestInstallation): Promise<NodeJS.Signals | null> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/dying-worker.ts', point, SEND_HOUR],
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
      'when %s: everybody gets exactly one mail where the provider deduplicates',
      async (point) => {
        const { ctx, provider } = await resendEdition(way);
        expect(await crashAt(point, ctx)).toBe('SIGKILL');
        // Until the lease has run out the worker may be alive: nobody else touches its batch.
        expect(await sweep(ctx)).toEqual({ released: 0, replayed: 0, uncertain: 0 });
        expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
        ctx.clock.advance(LEASE_MS + 1_000);
        await sweep(ctx);
        await deliver(ctx, {});
        expect(PEOPLE.map((address) => provider.acceptedFor(address))).toEqual(PEOPLE.map(() => 1));
        const books = sumTotals(await readTotals(ctx.db, DAY));
        expect(books).toMatchObject({ audience: 5, accepted: 5, planned: 0, uncertain: 0, balanced: true });
      },
    );

    it.each(CRASHES)(
      'when %s: nobody gets two where the provider does not, and what is unknown waits',
      async (point) => {
        const sink = await startSmtpSink();
        closing.push(() => sink.close());
        const ctx = await dueEdition(way, { MAILER: 'smtp', SMTP_URL: sink.url });
        expect(await crashAt(point, ctx)).toBe('SIGKILL');
        ctx.clock.advance(LEASE_MS + 1_000);
        await sweep(ctx);
        await deliver(ctx, {});
        const books = sumTotals(await readTotals(ctx.db, DAY));
        expect(books).toMatchObject({ audience: 5, planned: 0, balanced: true });
        expect(books.accepted + books.uncertain).toBe(5);
        // Before the attempt was started nothing can have gone out, so everything is known in the end.
        expect(books.uncertain).toBe(point === 'claimed' ? 0 : 5);
        for (const address of PEOPLE) expect(sink.acceptedFor(address)).toBeLessThanOrEqual(1);
        const [edition] = (await readTotals(ctx.db, DAY)).filter((each) => each.audience > 0);
        expect(edition?.state).toBe(point === 'claimed' ? 'finished' : 'open');
      },
    );
  });
});

describe('a replay', () => {
  it('is not made when somebody in its batch left meanwhile: the others are uncertain, and nobody is mailed', async () => {
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

  it('is not made after the window in which the provider knows the key', async () => {
    const { ctx, provider } = await resendEdition('embedded');
    expect(await crashAt('accepted', ctx)).toBe('SIGKILL');
    ctx.clock.advance(24 * 3_600_000);
    expect(await sweep(ctx)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.accepted.length).toBe(5);
  });

  it('is not made when the same bytes cannot be made again', async () => {
    const { ctx, provider } = await resendEdition('embedded');
    expect(await crashAt('accepted', ctx)).toBe('SIGKILL');
    ctx.clock.advance(LEASE_MS + 1_000);
    const changed = { ...ctx, env: { ...ctx.env, MAIL_POSTAL_ADDRESS: 'Another place, 54321 Elsewhere' } };
    expect(await sweep(changed)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.accepted.length).toBe(5);
  });
});
