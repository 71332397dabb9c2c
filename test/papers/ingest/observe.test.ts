import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../../../src/papers/ingest/ingest.ts';
import { observe } from '../../../src/papers/ingest/observe.ts';
import type { SignalSource } from '../../../src/ports.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyEntry } from '../../support/hugging-face-server.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const HOUR_MS = 3_600_000;
// A Thursday, and the days of the week before it.
const DAY = '2026-06-11';
const WEEK = ['2026-06-05', '2026-06-08', '2026-06-09', '2026-06-10', DAY];

let ctx: TestInstallation;
let feeds: Feeds;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set(`${DAY}T04:00:00Z`);
  feeds = await startFeeds(ctx);
  setUpvotes(1);
  await ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day: DAY });
  feeds.askedDays('hugging-face');
});
afterEach(async () => {
  await feeds.close();
  await emptyTables(ctx.db);
});

const look = (signalSources: readonly SignalSource[] = feeds.signalSources, signal?: AbortSignal) =>
  observe({ ...ctx, signalSources }, { day: DAY, ...(signal ? { signal } : {}) });
/** One paper per list, with these upvotes. */
function setUpvotes(upvotes: number, more: Record<string, unknown> = {}) {
  for (const [index, day] of WEEK.entries()) {
    feeds.lists[day] = [dailyEntry({ id: `2606.0000${index + 1}`, day, upvotes, ...more })];
  }
}
const upvotesOf = async (paperId: string) => {
  const rows = await ctx.db
    .selectFrom('signal_snapshots')
    .select(['observed_at', 'value'])
    .where('paper_id', '=', paperId)
    .where('signal', '=', 'hf_upvotes')
    .orderBy('observed_at')
    .execute();
  return rows.map(({ observed_at, value }) => [observed_at.toISOString(), value]);
};

describe('observe', () => {
  it('reads the recent lists again and keeps both readings', async () => {
    setUpvotes(25);
    ctx.clock.advance(HOUR_MS);
    const [report] = await look();
    const days = ['2026-06-08', '2026-06-09', '2026-06-10', DAY];
    expect(report).toEqual({ source: 'hugging-face', days, snapshots: 8, failure: null });
    expect(feeds.askedDays('hugging-face')).toEqual(days);
    expect(await upvotesOf('2606.00005')).toEqual([
      [`${DAY}T04:00:00.000Z`, 1],
      [`${DAY}T05:00:00.000Z`, 25],
    ]);
    // The list of the Friday before gains little attention any more.
    expect(await upvotesOf('2606.00001')).toHaveLength(1);
  });

  it('adds nothing but snapshots', async () => {
    const tables = [
      'papers',
      'paper_records',
      'daily_lists',
      'source_days',
      'source_states',
      'source_rejections',
    ] as const;
    const before = await contentsOf(ctx.db, ...tables);
    setUpvotes(25, { title: 'Another title', paper: { title: 'Another title' } });
    ctx.clock.advance(HOUR_MS);
    await look();
    expect(await contentsOf(ctx.db, ...tables)).toEqual(before);
  });

  it('is idempotent at one moment', async () => {
    ctx.clock.advance(HOUR_MS);
    await look();
    const before = await contentsOf(ctx.db, 'signal_snapshots');
    const [again] = await look();
    expect(again).toMatchObject({ snapshots: 0, failure: null });
    expect(await contentsOf(ctx.db, 'signal_snapshots')).toEqual(before);
  });

  it('skips a list that was fetched a few minutes ago', async () => {
    ctx.clock.advance(9 * 60_000);
    expect(await look()).toEqual([{ source: 'hugging-face', days: [], snapshots: 0, failure: null }]);
    expect(feeds.askedDays('hugging-face')).toEqual([]);
  });

  it('skips readings of unknown papers and invalid numbers, and keeps the reasons', async () => {
    ctx.clock.advance(HOUR_MS);
    feeds.lists[DAY] = [
      dailyEntry({ id: '2606.00005', day: DAY, paper: { upvotes: 'many' } }),
      dailyEntry({ id: '2606.00099', day: DAY, upvotes: 5 }),
    ];
    const [report] = await look();
    expect(report).toMatchObject({ snapshots: 7, failure: null });
    expect(await upvotesOf('2606.00099')).toEqual([]);
    expect(await upvotesOf('2606.00005')).toHaveLength(1);
    const rejections = await ctx.db
      .selectFrom('source_rejections')
      .select(['day', 'entry', 'reason'])
      .execute();
    expect(rejections).toEqual([
      { day: DAY, entry: '2606.00005', reason: expect.stringContaining('paper.upvotes') },
    ]);
  });

  it('reports a failing source and reads the others, each over its own days', async () => {
    ctx.clock.advance(HOUR_MS);
    feeds.huggingFace.fail({ kind: 'drop' });
    const readings = [{ paperId: '2606.00005', signal: 'github_stars' as const, value: 40 }];
    const other: SignalSource = {
      name: 'code-hosts',
      observeDays: 1,
      readSignals: async () => ({ readings, rejections: [] }),
    };
    await ctx.db
      .insertInto('daily_lists')
      .values(
        ['2026-06-10', DAY].map((day) => ({
          source: 'code-hosts',
          day,
          paper_id: '2606.00005',
          first_seen_at: ctx.clock.now(),
        })),
      )
      .execute();
    const [failed, read] = await look([...feeds.signalSources, other]);
    expect(failed).toMatchObject({
      source: 'hugging-face',
      snapshots: 0,
      failure: expect.stringContaining('did not respond'),
    });
    expect(read).toEqual({ source: 'code-hosts', days: [DAY], snapshots: 1, failure: null });
    const stars = await ctx.db
      .selectFrom('signal_snapshots')
      .select('value')
      .where('source', '=', 'code-hosts')
      .execute();
    expect(stars).toEqual([{ value: 40 }]);
  });

  it('ends with the reason when aborted', async () => {
    ctx.clock.advance(HOUR_MS);
    const stopping = new AbortController();
    feeds.huggingFace.onRequest(() => stopping.abort(new Error('shutting down')));
    await expect(look(feeds.signalSources, stopping.signal)).rejects.toThrow('shutting down');
  });
});
