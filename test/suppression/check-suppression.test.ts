import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SUBSCRIBER_STATES } from '../../src/subscribers/subscriber.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { findSuppressed } from '../../src/suppression/check-suppression.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from '../../src/suppression/suppression.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { contentsOf, emptyTables, tablesWith } from '../support/tables.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const suppress = (address = ADA, reason: SuppressionReason = 'hard-bounce') =>
  insertSuppression(ctx.db, { address, reason, source: 'smtp 550', now: ctx.clock.now() });

describe('findSuppressed', () => {
  it('returns exactly the suppressed addresses', async () => {
    await suppress();
    expect(await findSuppressed(ctx.db, [BOB, ADA, 'eve@example.com'])).toEqual(new Set([ADA]));
    expect(await findSuppressed(ctx.db, [BOB])).toEqual(new Set());
    expect(await findSuppressed(ctx.db, [])).toEqual(new Set());
  });

  it('reads the writes of its own transaction', async () => {
    await ctx.db.transaction().execute(async (trx) => {
      await insertSuppression(trx, {
        address: ADA,
        reason: 'operator',
        source: 'dashboard',
        now: ctx.clock.now(),
      });
      expect(await findSuppressed(trx, [ADA])).toEqual(new Set([ADA]));
    });
  });

  it('throws when the list cannot be read instead of returning none', async () => {
    await sql`alter table suppressions rename to mislaid`.execute(ctx.db);
    try {
      await expect(findSuppressed(ctx.db, [ADA])).rejects.toMatchObject({
        code: 'SUPPRESSION_UNKNOWN',
        retry: 'later',
        cause: expect.objectContaining({ message: expect.stringContaining('suppressions') }),
      });
    } finally {
      await sql`alter table mislaid rename to suppressions`.execute(ctx.db);
    }
    expect(await findSuppressed(ctx.db, [ADA])).toEqual(new Set());
  });

  it('handles more addresses than a batch ever has', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `reader${index}@example.com`);
    for (const address of [many[0], many[4_999]]) await suppress(address);
    expect(await findSuppressed(ctx.db, many)).toEqual(new Set([many[0], many[4_999]]));
  });
});

describe('insertSuppression', () => {
  it.each(SUPPRESSION_REASONS)('stores %s with its source and time, without the address', async (reason) => {
    await suppress(ADA, reason);
    const [row, ...others] = await ctx.db
      .selectFrom('suppressions')
      .select(['reason', 'source', 'created_at'])
      .execute();
    expect([row, others]).toEqual([{ reason, source: 'smtp 550', created_at: ctx.clock.now() }, []]);
    expect(await tablesWith(ctx.db, 'ada@')).toEqual([]);
  });

  it('keeps the first reason and time', async () => {
    await suppress(ADA, 'complaint');
    const before = await contentsOf(ctx.db, 'suppressions');
    ctx.clock.advance(60_000);
    await suppress(ADA, 'hard-bounce');
    expect(await contentsOf(ctx.db, 'suppressions')).toEqual(before);
  });

  // An unsubscribed subscriber is past any bounce, and an erased row has no address to be found by.
  const after: Record<string, string> = { pending: 'suppressed', active: 'suppressed', paused: 'suppressed' };
  it.each(SUBSCRIBER_STATES.filter((state) => state !== 'erased'))(
    'moves a subscriber in state %s as the table of transitions says',
    async (state) => {
      const { id } = await putSubscriber(ctx, ADA);
      await putSubscriber(ctx, BOB);
      await ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
      await suppress();
      expect((await findSubscriberByAddress(ctx.db, ADA))?.state).toBe(after[state] ?? state);
      expect((await findSubscriberByAddress(ctx.db, BOB))?.state).toBe('active');
    },
  );

  it('suppresses an address without a subscriber', async () => {
    await suppress('stranger@example.com');
    expect(await findSuppressed(ctx.db, ['stranger@example.com'])).toEqual(new Set(['stranger@example.com']));
    expect(await contentsOf(ctx.db, 'subscribers')).toEqual({ subscribers: [] });
  });

  it('finds the subscriber for any spelling of the address', async () => {
    await putSubscriber(ctx, ADA);
    await suppress('Ada@Example.COM');
    expect(await findSuppressed(ctx.db, [ADA])).toEqual(new Set([ADA]));
    expect(await findSubscriberByAddress(ctx.db, ADA)).toMatchObject({ state: 'suppressed' });
  });
});
