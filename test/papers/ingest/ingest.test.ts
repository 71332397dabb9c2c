import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type IngestInput, ingest } from '../../../src/papers/ingest/ingest.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyEntry, dailyList } from '../../support/hugging-face-server.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const DAY = '2026-06-11';
const HALF_DAY_MS = 12 * 3_600_000;

let ctx: TestInstallation;
let feeds: Feeds;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set(`${DAY}T04:00:00Z`);
  feeds = await startFeeds(ctx);
});
afterEach(async () => {
  // The terms of use apply in every test.
  expect(feeds.arxiv.violations()).toBe(0);
  await feeds.close();
  await emptyTables(ctx.db);
});

const run = (input: Partial<IngestInput> = {}) =>
  ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day: DAY, ...input });

describe('a day of Hugging Face', () => {
  it('stores papers, list, signals and outcome', async () => {
    feeds.lists[DAY] = dailyList(DAY, 3);
    const report = await run();
    expect(report.source).toBe('hugging-face');
    expect(report.days[0]).toEqual({
      day: DAY,
      outcome: 'complete',
      papers: 3,
      created: 3,
      changed: 0,
      snapshots: 6,
      rejected: 0,
    });
    const ids = ['2606.00001', '2606.00002', '2606.00003'];
    const papers = await ctx.db
      .selectFrom('papers')
      .select(['id', 'title', 'withdrawn'])
      .orderBy('id')
      .execute();
    expect(papers).toEqual(ids.map((id) => ({ id, title: `Paper ${id}`, withdrawn: false })));
    const list = await ctx.db
      .selectFrom('daily_lists')
      .select(['source', 'day', 'paper_id'])
      .orderBy('paper_id')
      .execute();
    expect(list).toEqual(ids.map((paper_id) => ({ source: 'hugging-face', day: DAY, paper_id })));
    const upvotes = await ctx.db
      .selectFrom('signal_snapshots')
      .select(['paper_id', 'value', 'observed_at', 'source'])
      .where('signal', '=', 'hf_upvotes')
      .orderBy('paper_id')
      .execute();
    const observed_at = new Date(`${DAY}T04:00:00Z`);
    expect(upvotes).toEqual(
      ids.map((paper_id, value) => ({ paper_id, value, observed_at, source: 'hugging-face' })),
    );
    const went = await ctx.db.selectFrom('source_days').selectAll().where('day', '=', DAY).execute();
    expect(went).toEqual([
      {
        source: 'hugging-face',
        day: DAY,
        outcome: 'complete',
        papers: 3,
        rejected: 0,
        reason: null,
        fetched_at: observed_at,
      },
    ]);
    expect(await ctx.db.selectFrom('source_states').selectAll().execute()).toEqual([
      {
        source: 'hugging-face',
        state: 'fresh',
        checked_at: observed_at,
        succeeded_at: observed_at,
        newest_day: DAY,
        failures: 0,
        reason: null,
      },
    ]);
  });

  it('changes nothing when ingested again at the same moment', async () => {
    feeds.lists[DAY] = dailyList(DAY, 5);
    await run();
    const tables = [
      'papers',
      'paper_records',
      'daily_lists',
      'signal_snapshots',
      'source_days',
      'source_states',
    ] as const;
    const before = await contentsOf(ctx.db, ...tables);
    const again = await run({ force: true });
    expect(again.days).toEqual([
      { day: DAY, outcome: 'complete', papers: 5, created: 0, changed: 0, snapshots: 0, rejected: 0 },
    ]);
    expect(await contentsOf(ctx.db, ...tables)).toEqual(before);
  });

  it('adds only snapshots when ingested again later', async () => {
    feeds.lists[DAY] = dailyList(DAY, 5);
    await run();
    const before = await contentsOf(ctx.db, 'papers', 'paper_records', 'daily_lists', 'signal_snapshots');
    ctx.clock.advance(HALF_DAY_MS);
    const again = await run();
    expect(again.days.find(({ day }) => day === DAY)).toMatchObject({
      created: 0,
      changed: 0,
      snapshots: 10,
    });
    const { signal_snapshots: snapshots, ...rest } = await contentsOf(
      ctx.db,
      'papers',
      'paper_records',
      'daily_lists',
      'signal_snapshots',
    );
    const { signal_snapshots: earlier = [], ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(snapshots).toEqual(expect.arrayContaining(earlier));
    expect(snapshots).toHaveLength(20);
  });

  it('changes nothing when a paper is on the lists of two days and both are ingested again', async () => {
    feeds.lists['2026-06-10'] = [dailyEntry({ id: '2606.00001', day: '2026-06-10', upvotes: 3 })];
    feeds.lists[DAY] = [dailyEntry({ id: '2606.00001', day: DAY, upvotes: 3 })];
    await run();
    const before = await contentsOf(ctx.db, 'papers', 'paper_records', 'daily_lists');
    expect(before.daily_lists).toHaveLength(2);
    await run({ force: true });
    expect(await contentsOf(ctx.db, 'papers', 'paper_records', 'daily_lists')).toEqual(before);
  });

  it('keeps earlier entries of a list when it grows or loses one', async () => {
    feeds.lists[DAY] = dailyList(DAY, 3);
    await run();
    feeds.lists[DAY] = dailyList(DAY, 4).slice(1);
    const again = await run({ force: true });
    expect(again.days[0]).toMatchObject({ papers: 3, created: 1, changed: 0 });
    const list = await ctx.db.selectFrom('daily_lists').select('paper_id').orderBy('paper_id').execute();
    expect(list.map((row) => row.paper_id)).toEqual(['2606.00001', '2606.00002', '2606.00003', '2606.00004']);
  });

  it('maps old ids and ids with a version to their paper', async () => {
    feeds.lists[DAY] = [
      dailyEntry({ id: 'math.CA/0611800v2', day: DAY }),
      dailyEntry({ id: '2606.00001v3', day: DAY, upvotes: 7 }),
    ];
    await run();
    const papers = await ctx.db.selectFrom('papers').select(['id', 'latest_version']).orderBy('id').execute();
    expect(papers).toEqual([
      { id: '2606.00001', latest_version: 3 },
      { id: 'math/0611800', latest_version: 2 },
    ]);
    const read = await ctx.db
      .selectFrom('signal_snapshots')
      .select('value')
      .where('paper_id', '=', '2606.00001')
      .execute();
    expect(read).toContainEqual({ value: 7 });
  });

  it('skips an invalid entry with the reason, and stores the others', async () => {
    feeds.lists[DAY] = [
      ...dailyList(DAY, 2),
      dailyEntry({ id: '2613.00001', day: DAY }),
      'nonsense',
      dailyEntry({ id: '2606.00009', day: DAY, title: '', paper: { title: ' ' } }),
    ];
    const report = await run();
    expect(report.days[0]).toMatchObject({ outcome: 'complete', papers: 2, rejected: 3 });
    const rejections = await ctx.db
      .selectFrom('source_rejections')
      .select(['source', 'day', 'entry', 'reason'])
      .orderBy('entry')
      .execute();
    expect(rejections).toEqual([
      { source: 'hugging-face', day: DAY, entry: '2606.00009', reason: 'paper.title: is empty' },
      { source: 'hugging-face', day: DAY, entry: '2613.00001', reason: 'paper.id: is not an arXiv id' },
      {
        source: 'hugging-face',
        day: DAY,
        entry: 'page 0, entry 3',
        reason: expect.stringMatching(/object/i),
      },
    ]);
    await run({ force: true });
    expect((await contentsOf(ctx.db, 'source_rejections')).source_rejections).toHaveLength(3);
  });
});

describe('a day of arXiv', () => {
  it('is stored without a list and without signals', async () => {
    feeds.entries.push(
      {
        id: '2606.00001',
        published: `${DAY}T01:00:00Z`,
        categories: ['cs.CL', 'cs.AI', '68T05'],
        comment: '9 pages',
      },
      { id: 'math/0611800', version: 2, published: `${DAY}T02:00:00Z`, categories: ['cs.LG'] },
    );
    const report = await run({ source: 'arxiv' });
    expect(report.days[0]).toMatchObject({
      day: DAY,
      outcome: 'complete',
      papers: 2,
      created: 2,
      snapshots: 0,
    });
    const papers = await ctx.db
      .selectFrom('papers')
      .select(['id', 'categories', 'primary_category', 'latest_version', 'published_at', 'comment'])
      .orderBy('id')
      .execute();
    expect(papers[0]).toEqual({
      id: '2606.00001',
      categories: ['cs.CL', 'cs.AI'],
      primary_category: 'cs.CL',
      latest_version: 1,
      published_at: new Date(`${DAY}T01:00:00Z`),
      comment: '9 pages',
    });
    expect(papers[1]).toMatchObject({ id: 'math/0611800', latest_version: 2 });
    expect(await contentsOf(ctx.db, 'daily_lists', 'signal_snapshots')).toEqual({
      daily_lists: [],
      signal_snapshots: [],
    });
  });

  it('marks a paper as withdrawn when its newest version is, and reverts that later', async () => {
    const published = `${DAY}T01:00:00Z`;
    const withdrawn = async () =>
      (await ctx.db.selectFrom('papers').select('withdrawn').executeTakeFirst())?.withdrawn;
    const versions = [
      [{ id: '2606.00001', version: 1, published }, false],
      [
        { id: '2606.00001', version: 2, published, comment: 'This paper has been withdrawn by the authors' },
        true,
      ],
      [{ id: '2606.00001', version: 3, published }, false],
    ] as const;
    for (const [entry, expected] of versions) {
      feeds.entries.splice(0, 1, entry);
      await run({ source: 'arxiv', force: true });
      expect(await withdrawn()).toBe(expected);
    }
    expect((await contentsOf(ctx.db, 'paper_records')).paper_records).toHaveLength(3);
  });
});

describe('an unknown source', () => {
  it('is an error that lists the known sources, and stores nothing', async () => {
    await expect(run({ source: 'semantic-scholar' })).rejects.toMatchObject({
      code: 'SOURCE_UNKNOWN',
      message: expect.stringContaining('hugging-face, arxiv'),
      retry: 'never',
    });
    expect(await contentsOf(ctx.db, 'source_states', 'source_days')).toEqual({
      source_states: [],
      source_days: [],
    });
  });
});
