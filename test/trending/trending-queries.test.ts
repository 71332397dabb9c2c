import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignalName } from '../../config/signals.ts';
import { addDays } from '../../src/day.ts';
import { storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import { rank } from '../../src/trending/rank.ts';
import {
  deleteOldRevisions,
  readCandidates,
  readHistory,
  readRevision,
} from '../../src/trending/trending-queries.ts';
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

const read = (paperId: string, signal: SignalName, at: string, value: number) =>
  storeSnapshots(ctx.db, 'hugging-face', [{ paperId, signal, value }], new Date(at));

describe('readHistory', () => {
  it('keeps the last reading of a signal in every six hours', async () => {
    const listed = addDays(DAY, -2);
    ctx.clock.set(`${listed}T00:30:00Z`);
    await putList(ctx, listed, [{ id: '2611.00001', upvotes: 1 }]);
    await read('2611.00001', 'hf_upvotes', `${listed}T05:59:59Z`, 5);
    await read('2611.00001', 'hf_comments', `${listed}T03:00:00Z`, 2);
    await read('2611.00001', 'hf_upvotes', `${listed}T06:00:00Z`, 6);
    await read('2611.00001', 'hf_upvotes', `${listed}T11:00:00Z`, 9);
    await read('2611.00001', 'hf_upvotes', `${listed}T23:00:00Z`, 20);
    expect(await readHistory(ctx.db, DAY, 60)).toEqual([
      {
        paperId: '2611.00001',
        publicAt: new Date(`${listed}T00:00:00Z`),
        topics: [],
        organisation: null,
        snapshots: {
          hf_comments: [{ at: new Date(`${listed}T03:00:00Z`), value: 2 }],
          hf_upvotes: [
            { at: new Date(`${listed}T05:59:59Z`), value: 5 },
            { at: new Date(`${listed}T11:00:00Z`), value: 9 },
            { at: new Date(`${listed}T23:00:00Z`), value: 20 },
          ],
        },
      },
    ]);
  });

  it('reaches back as many days as asked, the day itself left out', async () => {
    for (const back of [0, 1, 30, 31]) {
      await putList(ctx, addDays(DAY, -back), [{ id: `2611.000${String(back).padStart(2, '0')}` }]);
    }
    expect((await readHistory(ctx.db, DAY, 30)).map(({ paperId }) => paperId)).toEqual([
      '2611.00001',
      '2611.00030',
    ]);
  });

  it('has listed papers without any reading, too', async () => {
    await putList(ctx, addDays(DAY, -1), [{ id: '2611.00001' }]);
    await ctx.db.deleteFrom('signal_snapshots').execute();
    expect(await readHistory(ctx.db, DAY, 30)).toMatchObject([{ paperId: '2611.00001', snapshots: {} }]);
  });
});

describe('readCandidates', () => {
  it('gives every reading at the millisecond at which it was made', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001' }]);
    const moments: Date[] = [];
    for (let step = 0; step < 50; step += 1) {
      ctx.clock.advance(997);
      moments.push(ctx.clock.now());
      await storeSnapshots(
        ctx.db,
        'hugging-face',
        [{ paperId: '2611.00001', signal: 'hn_points', value: step }],
        ctx.clock.now(),
      );
    }
    const [only] = await readCandidates(ctx.db, DAY, 3, ctx.clock.now());
    expect(only?.candidate.snapshots.hn_points?.map(({ at }) => at)).toEqual(moments);
  });

  it('is the same, to the last byte, in whatever order the database keeps its rows', async () => {
    await putList(ctx, DAY, [{ id: '2611.00002' }, { id: '2611.00001' }]);
    const signals = ['hf_upvotes', 'github_stars', 'hf_comments'] as const;
    for (const signal of signals) await read('2611.00001', signal, `${DAY}T04:00:00Z`, 7);
    const before = JSON.stringify(await readCandidates(ctx.db, DAY, 3, ctx.clock.now()));
    const rows = await ctx.db.selectFrom('signal_snapshots').selectAll().execute();
    await sql`truncate signal_snapshots`.execute(ctx.db);
    // A sequential scan gives rows as they lie in the table; without the index it is the only way.
    await sql`alter table signal_snapshots drop constraint signal_snapshots_pkey`.execute(ctx.db);
    for (const row of rows.reverse()) await ctx.db.insertInto('signal_snapshots').values(row).execute();
    const after = JSON.stringify(await readCandidates(ctx.db, DAY, 3, ctx.clock.now()));
    await sql`alter table signal_snapshots add primary key (paper_id, signal, source, observed_at)`.execute(
      ctx.db,
    );
    expect(after).toBe(before);
  });
});

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
      await rank(ctx, { poolId: 'day-pool', day: addDays(DAY, -5), days: 3 });
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

  it('deletes what no delivery was composed from, with its papers, and keeps the newest', async () => {
    await threeRevisions();
    await use(2);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(45))).toBe(1);
    expect(await revisions()).toEqual([2, 3]);
    expect(await readRevision(ctx.db, 'day-pool', 1)).toEqual([]);
    expect(await readRevision(ctx.db, 'day-pool', 2)).toHaveLength(1);
  });

  it('keeps what is young enough', async () => {
    await threeRevisions();
    expect(await deleteOldRevisions(ctx.db, ago(4.5), ago(45))).toBe(1);
    expect(await revisions()).toEqual([2, 3]);
  });

  it('deletes used ones, too, when their time is over', async () => {
    await threeRevisions();
    await use(2);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(3.5))).toBe(2);
    expect(await revisions()).toEqual([3]);
    expect(await deleteOldRevisions(ctx.db, ago(1), ago(2))).toBe(1);
  });
});

// The queue has no part in it, so the way with Redis is the way with PostgreSQL alone.
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
      const all = await Promise.all(Array.from({ length: 6 }, () => rank(installation, input)));
      expect(all.map(({ revision }) => revision)).toEqual(Array(6).fill(1));
      expect(all.filter(({ created }) => created)).toHaveLength(1);
    });

    it('of different inputs make as many, one after the other', async () => {
      await putList(installation, DAY, [{ id: '2611.00001', upvotes: 3 }]);
      const input = { poolId: 'different', day: DAY, days: 3 };
      const start = installation.clock.now().getTime();
      const all = await Promise.all(
        Array.from({ length: 6 }, (_, hours) =>
          rank(
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
