import { afterEach, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { sendTransactional } from '../../../src/delivery/transactional/send-transactional.ts';
import { readWaitingTransactionalEmails } from '../../../src/delivery/transactional/transactional-queries.ts';
import { moveEdition } from '../../../src/editions/edition-queries.ts';
import type { Provider, SendResult } from '../../../src/ports.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { DAY, dueEdition } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { accept, scriptedProvider } from '../../support/scripted-provider.ts';

const ADDRESSES = Array.from({ length: 6 }, (_, index) => `reader${index}@example.com`);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function dueFor(providers: Provider[], addresses = ADDRESSES): Promise<TestInstallation> {
  const ctx = await dueEdition(addresses, { providers });
  closing.push(() => ctx.close());
  return ctx;
}

const totalsOf = async (ctx: TestInstallation) => sumTotals(await readTotals(ctx.db, DAY));
const editionOf = async (ctx: TestInstallation) =>
  (await readTotals(ctx.db, DAY)).find((each) => each.audience > 0);
const alerts = async (ctx: TestInstallation) =>
  (await readOpenAlerts(ctx.db)).map(({ code, subject }) => `${code} ${subject}`);
const attempts = async (ctx: TestInstallation) =>
  (await ctx.db.selectFrom('deliveries').select('attempts').execute()).map((row) => row.attempts);

const halted: SendResult = { outcome: 'halted', code: 'invalid_api_key', reason: 'API key is invalid.' };
const lost: SendResult = { outcome: 'uncertain', reason: 'no answer', about: 'service' };
const unreachable: SendResult = {
  outcome: 'deferred',
  retryAfterMs: 30_000,
  code: 'ECONNREFUSED',
  reason: 'connection refused',
  about: 'service',
};

describe('fail-over', () => {
  it('fails over at once when the account is rejected, raises an alert, and recovers', async () => {
    const first = scriptedProvider('first');
    const second = scriptedProvider('second', { weight: 0 });
    const ctx = await dueFor([first, second]);
    first.answer(halted);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 6, deferred: 2, failed: 0 });
    expect(first.calls).toHaveLength(1);
    expect(second.reached().sort()).toEqual(ADDRESSES);
    expect(await editionOf(ctx)).toMatchObject({ state: 'finished', balanced: true });
    expect(await alerts(ctx)).toEqual(['ACCOUNT_REJECTED first']);
    expect(await attempts(ctx)).toEqual(ADDRESSES.map(() => 1));

    first.answer(accept);
    const later = ['late0@example.com', 'late1@example.com', 'late2@example.com'];
    for (const address of later) await putSubscriber(ctx, address);
    await moveEdition(ctx.db, `daily-${DAY}`, ['finished'], 'open', null);
    await planEditions(ctx, { day: DAY, now: true });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 3 });
    expect(first.calls).toHaveLength(1); // its back-off is not over
    ctx.clock.advance(5 * 60_000);
    await putSubscriber(ctx, 'last@example.com');
    await moveEdition(ctx.db, `daily-${DAY}`, ['finished'], 'open', null);
    await planEditions(ctx, { day: DAY, now: true });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    expect(first.reached()).toEqual(['last@example.com']);
    expect(await alerts(ctx)).toEqual([]);
  });

  it('pauses the edition with the reason when every account is rejected, until resumed', async () => {
    const first = scriptedProvider('first');
    const second = scriptedProvider('second', { weight: 0 });
    const ctx = await dueFor([first, second]);
    first.answer(halted);
    second.answer(halted);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, failed: 0, deferred: 4 });
    expect([first.calls.length, second.calls.length]).toEqual([1, 1]);
    const edition = await editionOf(ctx);
    expect(edition).toMatchObject({ state: 'paused', planned: 6, balanced: true });
    expect(edition?.reason).toContain('invalid_api_key');
    const paused = `EDITION_PAUSED daily-${DAY}`;
    expect(await alerts(ctx)).toEqual(['ACCOUNT_REJECTED first', 'ACCOUNT_REJECTED second', paused]);
    first.answer(accept);
    await resumeEdition(ctx, { edition: `daily-${DAY}`, operator: 'ada' });
    expect(await alerts(ctx)).not.toContain(paused);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 6 });
    expect(second.calls).toHaveLength(1);
    expect(await alerts(ctx)).toEqual(['ACCOUNT_REJECTED second']);
    expect(await attempts(ctx)).toEqual(ADDRESSES.map(() => 1));
  });

  it('opens the circuit after consecutive calls without a response, and counts no attempt', async () => {
    const only = scriptedProvider('only');
    const ctx = await dueFor([only]);
    only.answer(unreachable);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 0, deferred: 6 });
    expect(only.calls).toHaveLength(3);
    // For twenty minutes: one small probe per minute, no failed delivery, no counted attempt.
    for (let minute = 0; minute < 20; minute += 1) {
      ctx.clock.advance(61_000);
      expect(await deliver(ctx, {})).toMatchObject({ batches: 1, failed: 0 });
    }
    expect(await attempts(ctx)).toEqual(ADDRESSES.map(() => 0));
    expect(await alerts(ctx)).toEqual([]);
    only.answer(accept);
    ctx.clock.advance(61_000);
    await deliver(ctx, {});
    ctx.clock.advance(61_000);
    await deliver(ctx, {});
    expect(await totalsOf(ctx)).toMatchObject({ accepted: 6, planned: 0, balanced: true });
  });

  it('sends at most five emails in the first batch after an account refusal', async () => {
    const first = scriptedProvider('first', { batchSize: 50 });
    const second = scriptedProvider('second', { weight: 0, batchSize: 50 });
    const ctx = await dueFor([first, second]);
    first.answer(halted);
    await deliver(ctx, {});
    expect(second.reached().sort()).toEqual(ADDRESSES);
    for (let number = 0; number < 12; number += 1) await putSubscriber(ctx, `late${number}@example.com`);
    await moveEdition(ctx.db, `daily-${DAY}`, ['finished'], 'open', null);
    await planEditions(ctx, { day: DAY, now: true });
    first.answer(accept);
    ctx.clock.advance(5 * 60_000);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 12 });
    expect(first.calls[1]?.to).toHaveLength(5);
  });

  it('sends a transactional email seconds after a probe', async () => {
    const only = scriptedProvider('only');
    const ctx = await dueFor([only]);
    only.answer(unreachable);
    await deliver(ctx, {});
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await readWaitingTransactionalEmails(ctx.db, new Date('2100-01-01'));
    const waits: unknown[] = [];
    const { send } = only.mailer;
    only.mailer.send = async (...call) => {
      if (waits.length === 0)
        waits.push(
          await sendTransactional(ctx, { notificationId }).catch(({ retryAfterMs }) => retryAfterMs),
        );
      return send(...call);
    };
    only.answer(accept);
    ctx.clock.advance(61_000);
    await deliver(ctx, {});
    expect(waits).toEqual([5_000]);
    ctx.clock.advance(5_000);
    expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
  });

  it('sends deferred deliveries with the other provider within the same run', async () => {
    const first = scriptedProvider('first');
    const second = scriptedProvider('second', { weight: 0 });
    const ctx = await dueFor([first, second]);
    first.answer(unreachable);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 6, failed: 0 });
    expect(first.calls).toHaveLength(3);
    expect(second.reached().sort()).toEqual(ADDRESSES);
  });

  it('resumes automatically when a used-up quota resets, including digests not yet composed', async () => {
    const only = scriptedProvider('only');
    const ctx = await dueFor([only]);
    only.answer((email, place) =>
      only.calls.length === 1
        ? accept(email)
        : {
            outcome: 'deferred',
            retryAfterMs: 17 * 3_600_000,
            code: 'daily_quota_exceeded',
            reason: `${place}`,
            about: 'quota',
          },
    );
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 2, deferred: 2 });
    ctx.clock.set(`${DAY}T23:59:00Z`);
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(await alerts(ctx)).toEqual([]);
    expect(await editionOf(ctx)).toMatchObject({ state: 'open', planned: 4, balanced: true });
    only.answer(accept);
    ctx.clock.set('2026-11-24T00:00:00Z');
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 4, excluded: 0 });
    expect(only.calls).toHaveLength(4);
  });

  it('replays possibly accepted deliveries with their own provider only', async () => {
    const first = scriptedProvider('first', { replayWindowMs: 23 * 3_600_000 });
    const second = scriptedProvider('second', { weight: 0 });
    const ctx = await dueFor([first, second], ADDRESSES.slice(0, 2));
    first.answer(lost);
    expect(await deliver(ctx, {})).toMatchObject({ pending: 2 });
    for (let time = 0; time < 4; time += 1) {
      ctx.clock.advance(3 * 60_000);
      await sweep(ctx);
      await deliver(ctx, {});
    }
    first.answer(accept);
    ctx.clock.advance(10 * 60_000);
    await sweep(ctx);
    expect(await totalsOf(ctx)).toMatchObject({ accepted: 2, uncertain: 0, balanced: true });
    expect(second.calls).toEqual([]);
    expect(new Set(first.calls.map(({ key }) => key)).size).toBe(1);
  });

  it('does not replay a key that the provider knows with other bytes', async () => {
    const only = scriptedProvider('only', { replayWindowMs: 23 * 3_600_000 });
    const ctx = await dueFor([only], ADDRESSES.slice(0, 2));
    only.answer({ outcome: 'uncertain', reason: 'invalid_idempotent_request', about: 'key' });
    expect(await deliver(ctx, {})).toMatchObject({ uncertain: 2, pending: 0 });
    ctx.clock.advance(3_600_000);
    expect(await sweep(ctx)).toMatchObject({ replayed: 0 });
    expect(only.calls).toHaveLength(1);
  });
});
