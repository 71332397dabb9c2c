import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { cancelEdition } from '../../../src/delivery/operations/cancel-edition.ts';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { resendDigest } from '../../../src/delivery/operations/resend-digest.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../../../src/delivery/operations/retry-failed.ts';
import { claimBatches } from '../../../src/delivery/pipeline/claim.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { LEASE_MS } from '../../../src/delivery/pipeline/lease.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { createPoolCache } from '../../../src/editions/pool-cache.ts';
import { dailyBooks, EDITION } from '../../support/due-edition.ts';
import {
  missingFor,
  soleProvider,
  type TestInstallation,
  testInstallation,
} from '../../support/installation.ts';
import { SUBSCRIBERS, scriptedEdition } from '../../support/scripted-edition.ts';
import { emptyTables } from '../../support/tables.ts';

const [ADA] = SUBSCRIBERS;
const input = { edition: EDITION, operator: 'nina' };

let installation: TestInstallation;
beforeAll(async () => {
  installation = await testInstallation();
});
afterAll(() => installation.close());
afterEach(() => emptyTables(installation.db));

const audit = (ctx: TestInstallation) =>
  ctx.db.selectFrom('operator_audit').select(['operator', 'verb', 'subject']).orderBy('id').execute();

describe('pausing and canceling an edition', () => {
  it('finishes the current batch when paused, and sends the rest once resumed', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    mailer.onCall(async () => {
      mailer.onCall(async () => {});
      expect(await pauseEdition(ctx, { ...input, reason: 'a typo' })).toMatchObject({
        waiting: 3,
        inHand: 2,
      });
    });
    expect(await deliver(ctx, {})).toMatchObject({ batches: 1, accepted: 2 });
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(await dailyBooks(ctx)).toMatchObject({
      state: 'paused',
      reason: 'a typo',
      accepted: 2,
      planned: 3,
    });
    expect(await pauseEdition(ctx, input)).toMatchObject({ changed: false, state: 'paused' });
    expect(await resumeEdition(ctx, input)).toMatchObject({ changed: true, waiting: 3, tooLate: 0 });
    expect(await resumeEdition(ctx, input)).toMatchObject({ changed: false });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5, balanced: true });
    expect(SUBSCRIBERS.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1, 1]);
    expect(await audit(ctx)).toEqual([
      { operator: 'nina', verb: 'edition pause', subject: EDITION },
      { operator: 'nina', verb: 'edition resume', subject: EDITION },
    ]);
    await expect(pauseEdition(ctx, input)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(cancelEdition(ctx, input)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(resumeEdition(ctx, input)).rejects.toMatchObject({ code: 'EDITION_STATE' });
  });

  it('releases a claim that has not started when the edition is paused', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    const pausing: Promise<unknown>[] = [];
    // Called while the emails are rendered, after the claim.
    const payloadHash: typeof mailer.payloadHash = (emails) => {
      if (pausing.length === 0) pausing.push(pauseEdition(ctx, input));
      return mailer.payloadHash(emails);
    };
    const slow = { ...ctx, providers: [soleProvider({ ...mailer, payloadHash })] };
    await deliver(slow, {});
    await Promise.all(pausing);
    expect(mailer.taken).toEqual([]);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'paused', planned: 5, balanced: true });
  });

  it('counts what the provider accepts when canceled during a call, and skips what it defers', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    mailer.next('accept', 'defer');
    mailer.onCall(async () => {
      mailer.onCall(async () => {});
      expect(await cancelEdition(ctx, input)).toMatchObject({ changed: true, excluded: 3, inHand: 2 });
    });
    await deliver(ctx, {});
    const totals = await dailyBooks(ctx);
    expect(totals).toMatchObject({ state: 'cancelled', accepted: 1, planned: 0, balanced: true });
    expect(totals.excluded).toEqual({ cancelled: 4 });
    const row = await ctx.db.selectFrom('editions').selectAll().where('id', '=', EDITION).executeTakeFirst();
    expect(row?.finished_at).not.toBeNull();
    const reserved = await ctx.db.selectFrom('sent_papers').select('subscriber_id').distinct().execute();
    expect(reserved.length).toBe(1);
    expect(await cancelEdition(ctx, input)).toMatchObject({ changed: false });
    await expect(retryFailed(ctx, input)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(resumeEdition(ctx, input)).rejects.toMatchObject({
      code: 'EDITION_STATE',
      message: expect.stringContaining('is canceled and cannot be resumed'),
    });
  });

  it('skips the claim of a dead worker in a canceled edition', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    await claimBatches(ctx, createPoolCache(BUILT_IN_TAXONOMY), {});
    expect(await cancelEdition(ctx, input)).toMatchObject({ excluded: 3, inHand: 2 });
    ctx.clock.advance(LEASE_MS + 1);
    expect(await sweep(ctx)).toMatchObject({ released: 1 });
    expect((await dailyBooks(ctx)).excluded).toEqual({ cancelled: 5 });
    expect(mailer.taken).toEqual([]);
  });

  it('keeps a delivery accepted when its edition is canceled before it is resent', async () => {
    const { ctx } = await scriptedEdition(installation);
    await deliver(ctx, {});
    await resendDigest(ctx, { ...input, subscriber: ADA, confirm: ADA });
    expect(await cancelEdition(ctx, input)).toMatchObject({ excluded: 0, accepted: 5 });
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'cancelled', accepted: 5, excluded: {} });
  });

  it('rejects an unknown edition and an unknown subscriber', async () => {
    const { ctx } = await scriptedEdition(installation, { subscribers: [ADA] });
    const unknown = { edition: 'daily-2026-11-22', operator: 'nina' };
    for (const operation of [pauseEdition, resumeEdition, cancelEdition, retryFailed]) {
      await expect(operation(ctx, unknown)).rejects.toMatchObject({ code: 'EDITION_UNKNOWN' });
    }
    await expect(retryFailed(ctx, { ...input, subscriber: 'unknown@example.com' })).rejects.toMatchObject({
      code: 'SUBSCRIBER_UNKNOWN',
    });
    expect(await audit(ctx)).toEqual([]);
  });
});

describe.skipIf(missingFor('postgres') !== null)('operations while four workers deliver (PostgreSQL)', () => {
  it('run without a deadlock, and no subscriber gets a digest twice', async () => {
    const subscribers = Array.from({ length: 40 }, (_, index) => `reader${index}@example.com`);
    const postgres = await testInstallation({ way: 'postgres' });
    const { ctx, mailer } = await scriptedEdition(postgres, { subscribers, batchSize: 3 });
    mailer.onCall(async () => mailer.next('accept', 'refuse-mail', 'defer'));
    const workers = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        ctx.clock.advance(61_000);
        await Promise.all(Array.from({ length: 4 }, () => deliver(ctx, {})));
      }
    };
    const operations = async () => {
      for (let round = 0; round < 6; round += 1) {
        await pauseEdition(ctx, input);
        await resumeEdition(ctx, input);
        await retryFailed(ctx, input).catch((error) =>
          expect(error).toMatchObject({ code: 'NOTHING_TO_DO' }),
        );
      }
      await cancelEdition(ctx, input);
    };
    await Promise.all([workers(4), operations()]);
    await workers(1);
    const totals = await dailyBooks(ctx);
    expect(totals).toMatchObject({
      state: 'cancelled',
      planned: 0,
      uncertain: 0,
      audience: 40,
      balanced: true,
    });
    expect(totals.accepted).toBe(mailer.taken.length);
    for (const address of subscribers) expect(mailer.takenFor(address)).toBeLessThanOrEqual(1);
    await postgres.close();
  });
});
