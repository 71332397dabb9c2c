import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import type { SendResult } from '../../../src/ports.ts';
import { addressHash } from '../../../src/subscribers/subscriber.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { DAY, dailyBooks, dueEdition, EDITION } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';
import { accept, type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.ts';

const PEOPLE = ['ann@example.com', 'ben@example.com'];
const LOST: SendResult = { outcome: 'uncertain', reason: 'no answer', about: 'service' };
const WINDOW_MS = 23 * 3_600_000;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An edition whose only batch went out without an answer, to a provider that knows its key for 23 hours. */
async function lostBatch(): Promise<{ ctx: TestInstallation; provider: ScriptedProvider }> {
  const rate = { perSecond: 100, counts: 'calls' as const };
  const provider = scriptedProvider('resend', { replayWindowMs: WINDOW_MS, limits: { rate } });
  const ctx = await dueEdition(PEOPLE, { providers: [provider] });
  closing.push(() => ctx.close());
  provider.answer(LOST);
  expect(await deliver(ctx, {})).toMatchObject({ batches: 1, pending: 2 });
  return { ctx, provider };
}

/** Does that while the replay waits for its turn: its mails are made, its call is not. */
function duringTheTurn(ctx: TestInstallation, action: () => Promise<unknown>): TestInstallation {
  const take: TestInstallation['limits']['take'] = async (...parameters) => {
    await action();
    return ctx.limits.take(...parameters);
  };
  return { ...ctx, limits: { ...ctx.limits, take } };
}

/** Their letters and digests go to another address from now on. */
function moveAnn(ctx: TestInstallation): Promise<unknown> {
  const address = 'ann@example.org';
  return ctx.db
    .updateTable('subscribers')
    .set({ address, address_hash: addressHash(address) })
    .where('address', '=', PEOPLE[0] ?? '')
    .execute();
}

describe('a batch whose outcome is unknown', () => {
  it('is asked for again through an outage of hours, and nobody is uncertain after it', async () => {
    const { ctx, provider } = await lostBatch();
    for (let minutes = 0; minutes < 12 * 60; minutes += 10) {
      ctx.clock.advance(10 * 60_000);
      expect(await sweep(ctx)).toMatchObject({ uncertain: 0 });
    }
    expect(provider.calls.length).toBeGreaterThan(10);
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
    provider.answer(accept);
    for (let minutes = 0; minutes < 60; minutes += 10) {
      ctx.clock.advance(10 * 60_000);
      await sweep(ctx);
    }
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 2, uncertain: 0, state: 'finished' });
  });

  it('is left to the operator when the provider would not know its key any more', async () => {
    const { ctx, provider } = await lostBatch();
    ctx.clock.advance(WINDOW_MS);
    const calls = provider.calls.length;
    expect(await sweep(ctx)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.calls.length).toBe(calls);
    expect(await dailyBooks(ctx)).toMatchObject({ uncertain: 2, balanced: true });
  });

  it('is not sent again once somebody in it has left, be it while its turn is waited for', async () => {
    const { ctx, provider } = await lostBatch();
    const { leave_key } = await ctx.db
      .selectFrom('subscribers')
      .select('leave_key')
      .limit(1)
      .executeTakeFirstOrThrow();
    ctx.clock.advance(10 * 60_000);
    const calls = provider.calls.length;
    const left = duringTheTurn(ctx, () => unsubscribe(ctx, leave_key));
    expect(await sweep(left)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.calls.length).toBe(calls);
  });

  it('is not sent again while its edition is paused, be it while its turn is waited for', async () => {
    const { ctx, provider } = await lostBatch();
    ctx.clock.advance(10 * 60_000);
    const calls = provider.calls.length;
    const held = duringTheTurn(ctx, () => pauseEdition(ctx, { edition: EDITION, operator: 'test' }));
    expect(await sweep(held)).toMatchObject({ replayed: 0, uncertain: 0 });
    expect(provider.calls.length).toBe(calls);
    expect(await dailyBooks(ctx)).toMatchObject({ day: DAY, planned: 2, uncertain: 0 });
  });

  it('is left to the operator when the same bytes cannot be made again', async () => {
    const { ctx, provider } = await lostBatch();
    await moveAnn(ctx);
    ctx.clock.advance(10 * 60_000);
    const calls = provider.calls.length;
    expect(await sweep(ctx)).toMatchObject({ replayed: 0, uncertain: 1 });
    expect(provider.calls.length).toBe(calls);
    expect(await dailyBooks(ctx)).toMatchObject({ uncertain: 2, balanced: true });
  });

  it('is asked for again by one sweep of several', async () => {
    const { ctx, provider } = await lostBatch();
    ctx.clock.advance(10 * 60_000);
    const calls = provider.calls.length;
    provider.answer(accept);
    const reports = await Promise.all([sweep(ctx), sweep(ctx), sweep(ctx)]);
    expect(reports.map(({ replayed }) => replayed).sort()).toEqual([0, 0, 1]);
    expect(provider.calls.length).toBe(calls + 1);
  });

  it('is settled by whoever asked last: the answer to an earlier call comes too late', async () => {
    const provider = scriptedProvider('resend', { replayWindowMs: WINDOW_MS });
    const ctx = await dueEdition(PEOPLE, { providers: [provider] });
    closing.push(() => ctx.close());
    const { send } = provider.mailer;
    const moments = new EventEmitter();
    const askedAgain = once(moments, 'asked again');
    let replaying: ReturnType<typeof sweep> | undefined;
    provider.mailer.send = async () => {
      // The worker is given up for dead while its call is on its way, and comes back while the replay's call is on its way.
      ctx.clock.advance(10 * 60_000);
      provider.mailer.send = async (...call) => {
        moments.emit('asked again');
        expect(await delivering).toMatchObject({ deferred: 0, pending: 2 });
        return send(...call);
      };
      replaying = sweep(ctx);
      await askedAgain;
      const later = { outcome: 'deferred', retryAfterMs: 1_000, code: '429', reason: 'later' } as const;
      return PEOPLE.map(() => later);
    };
    const delivering = deliver(ctx, {});
    await delivering;
    expect(await replaying).toMatchObject({ replayed: 1 });
    ctx.clock.advance(60_000);
    await deliver(ctx, {});
    expect(provider.calls).toHaveLength(1);
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 2, state: 'finished' });
  });
});

it('a mail is made anew for whoever moves to another address while its turn is waited for', async () => {
  const provider = scriptedProvider('resend', { limits: { rate: { perSecond: 100, counts: 'calls' } } });
  const ctx = await dueEdition(PEOPLE, { providers: [provider] });
  closing.push(() => ctx.close());
  const moving = duringTheTurn(ctx, () => moveAnn(ctx));
  expect(await deliver(moving, {})).toMatchObject({ accepted: 2 });
  expect(provider.reached().sort()).toEqual(['ann@example.org', 'ben@example.com']);
});
