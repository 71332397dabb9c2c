import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/day.ts';
import { rankPool } from '../../src/trending/rank-pool.ts';
import { deleteOldRevisions, readRevisionPapers } from '../../src/trending/revision-queries.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';
import { putList, putSubscriber } from '../support/list.ts';
import { emptyTables } from '../support/tables.ts';

// A Monday.
const DAY = '2026-11-23';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(`${DAY}T05:00:00Z`));
afterEach(() => emptyTables(ctx.db));

describe('deleteOldRevisions', () => {
  /** Revisions 1, 2 and 3 of a pool, a day apart. */
  const threeRevisions = async () => {
    for (const [back, upvotes] of [
      [5, 1],
      [4, 2],
      [3, 3],
    ] as const) {
      ctx.clock.set(new Date(Date.parse(`${DAY}T05:00:00Z`) - back * DAY_MS));
      await putList(ctx, addDays(DAY, -5), [{ id: '2611.00001', upvotes }]);
      await rankPool(ctx, { poolId: 'day-pool', day: addDays(DAY, -5), days: 3 });
    }
    ctx.clock.set(`${DAY}T05:00:00Z`);
  };
  const use = async (revision: number) => {
    const now = ctx.clock.now();
    const { id } = await putSubscriber(ctx, 'ada@example.com');
    const edition = { id: `daily-${DAY}`, cadence: 'daily', day: DAY, state: 'finished', reason: null };
    await ctx.db
      .insertInto('editions')
      .values({ ...edition, opened_at: now, planned_at: now, finished_at: now })
      .execute();
    await ctx.db
      .insertInto('deliveries')
      .values({
        id: randomUUID(),
        edition_id: edition.id,
        subscriber_id: id,
        state: 'accepted',
        reason: null,
        send_at: now,
        due_at: now,
        local_day: DAY,
        pool_id: 'day-pool',
        pool_revision: revision,
        digest: '{}',
        provider: 'outbox',
        provider_id: 'x',
        created_at: now,
        settled_at: now,
      })
      .execute();
  };
  const revisions = async () => {
    const rows = await ctx.db.selectFrom('pool_revisions').select('revision').orderBy('revision').execute();
    return rows.map(({ revision }) => revision);
  };
  const ago = (days: number) => new Date(ctx.clock.now().getTime() - days * DAY_MS);

  it('deletes unused revisions with their papers, except the newest', async () => {
    await threeRevisions();
    await use(2);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(45))).toBe(1);
    expect(await revisions()).toEqual([2, 3]);
    expect(await readRevisionPapers(ctx.db, 'day-pool', 1)).toEqual([]);
    expect(await readRevisionPapers(ctx.db, 'day-pool', 2)).toHaveLength(1);
  });

  it('keeps recent revisions', async () => {
    await threeRevisions();
    expect(await deleteOldRevisions(ctx.db, ago(4.5), ago(45))).toBe(1);
    expect(await revisions()).toEqual([2, 3]);
  });

  it('deletes used revisions after their retention period', async () => {
    await threeRevisions();
    await use(2);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(3.5))).toBe(2);
    expect(await revisions()).toEqual([3]);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(2))).toBe(1);
  });
});

// The queue is not involved, so the setup with Redis equals the one with PostgreSQL alone.
describe.each(WAYS.filter((way) => way !== 'redis'))('rankings at once (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let installation: TestInstallation;
    beforeAll(async () => {
      installation = await testInstallation({ way, now: `${DAY}T05:00:00Z` });
    });
    afterAll(() => installation.close());

    it('of the same inputs make one revision', async () => {
      await putList(installation, DAY, [{ id: '2611.00001', upvotes: 3 }]);
      const input = { poolId: 'same', day: DAY, days: 3 };
      const all = await Promise.all(Array.from({ length: 6 }, () => rankPool(installation, input)));
      expect(all.map(({ revision }) => revision)).toEqual(Array(6).fill(1));
      expect(all.filter(({ created }) => created)).toHaveLength(1);
    });

    it('of different inputs make as many, one after the other', async () => {
      await putList(installation, DAY, [{ id: '2611.00001', upvotes: 3 }]);
      const input = { poolId: 'different', day: DAY, days: 3 };
      const start = installation.clock.now().getTime();
      const all = await Promise.all(
        Array.from({ length: 6 }, (_, hours) =>
          rankPool(
            {
              ...installation,
              clock: { ...installation.clock, now: () => new Date(start + hours * HOUR_MS) },
            },
            input,
          ),
        ),
      );
      expect(all.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4, 5, 6]);
      expect(all.every(({ created }) => created)).toBe(true);
      const papers = await installation.db
        .selectFrom('pool_papers')
        .select('revision')
        .where('pool_id', '=', 'different')
        .execute();
      expect(papers).toHaveLength(6);
    });
  });
});
