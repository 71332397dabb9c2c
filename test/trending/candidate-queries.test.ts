import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignalName } from '../../config/signals.ts';
import { addDays } from '../../src/day.ts';
import { storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import { readBaselineHistory, readCandidates } from '../../src/trending/candidate-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putList } from '../support/list.ts';
import { emptyTables } from '../support/tables.ts';

// A Monday.
const DAY = '2026-11-23';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(`${DAY}T05:00:00Z`));
afterEach(() => emptyTables(ctx.db));

const read = (paperId: string, signal: SignalName, at: string, value: number) =>
  storeSnapshots(ctx.db, 'hugging-face', [{ paperId, signal, value }], new Date(at));

describe('readBaselineHistory', () => {
  it('keeps the last reading of a signal in every six hours', async () => {
    const listed = addDays(DAY, -2);
    ctx.clock.set(`${listed}T00:30:00Z`);
    await putList(ctx, listed, [{ id: '2611.00001', upvotes: 1 }]);
    await read('2611.00001', 'hf_upvotes', `${listed}T05:59:59Z`, 5);
    await read('2611.00001', 'hf_comments', `${listed}T03:00:00Z`, 2);
    await read('2611.00001', 'hf_upvotes', `${listed}T06:00:00Z`, 6);
    await read('2611.00001', 'hf_upvotes', `${listed}T11:00:00Z`, 9);
    await read('2611.00001', 'hf_upvotes', `${listed}T23:00:00Z`, 20);
    expect(await readBaselineHistory(ctx.db, DAY, 60)).toEqual([
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

  it('covers the requested number of days, the day itself excluded', async () => {
    for (const back of [0, 1, 30, 31]) {
      await putList(ctx, addDays(DAY, -back), [{ id: `2611.000${String(back).padStart(2, '0')}` }]);
    }
    expect((await readBaselineHistory(ctx.db, DAY, 30)).map(({ paperId }) => paperId)).toEqual([
      '2611.00001',
      '2611.00030',
    ]);
  });

  it('includes listed papers without readings', async () => {
    await putList(ctx, addDays(DAY, -1), [{ id: '2611.00001' }]);
    await ctx.db.deleteFrom('signal_snapshots').execute();
    expect(await readBaselineHistory(ctx.db, DAY, 30)).toMatchObject([
      { paperId: '2611.00001', snapshots: {} },
    ]);
  });
});

describe('readCandidates', () => {
  it('returns every reading with its time in milliseconds', async () => {
    await putList(ctx, DAY, [{ id: '2611.00001' }]);
    const moments: Date[] = [];
    for (let step = 0; step < 50; step += 1) {
      ctx.clock.advance(997);
      moments.push(ctx.clock.now());
      await storeSnapshots(
        ctx.db,
        'hugging-face',
        [{ paperId: '2611.00001', signal: 'github_stars', value: step }],
        ctx.clock.now(),
      );
    }
    const [only] = await readCandidates(ctx, DAY, 3, ctx.clock.now());
    expect(only?.candidate.snapshots.github_stars?.map(({ at }) => at)).toEqual(moments);
  });

  it('is the same, to the last byte, for any physical order of the rows', async () => {
    await putList(ctx, DAY, [{ id: '2611.00002' }, { id: '2611.00001' }]);
    const signals = ['hf_upvotes', 'github_stars', 'hf_comments'] as const;
    for (const signal of signals) await read('2611.00001', signal, `${DAY}T04:00:00Z`, 7);
    const before = JSON.stringify(await readCandidates(ctx, DAY, 3, ctx.clock.now()));
    const rows = await ctx.db.selectFrom('signal_snapshots').selectAll().execute();
    await sql`truncate signal_snapshots`.execute(ctx.db);
    // A sequential scan returns rows in physical order; without the index it is the only plan.
    await sql`alter table signal_snapshots drop constraint signal_snapshots_pkey`.execute(ctx.db);
    for (const row of rows.reverse()) await ctx.db.insertInto('signal_snapshots').values(row).execute();
    const after = JSON.stringify(await readCandidates(ctx, DAY, 3, ctx.clock.now()));
    await sql`alter table signal_snapshots add primary key (paper_id, signal, source, observed_at)`.execute(
      ctx.db,
    );
    expect(after).toBe(before);
  });
});
