import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/day.ts';
import { type IngestInput, ingest } from '../../../src/papers/ingest/ingest.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyList } from '../../support/hugging-face-server.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { emptyTables } from '../../support/tables.ts';

const MINUTE_MS = 60_000;
// A Thursday.
const DAY = '2026-06-11';

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
  expect(feeds.arxiv.violations()).toBe(0);
  await feeds.close();
  await emptyTables(ctx.db);
});

const run = (input: Partial<IngestInput> = {}) =>
  ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day: DAY, ...input });
const outcomes = async () => {
  const rows = await ctx.db.selectFrom('source_days').select(['day', 'outcome']).orderBy('day').execute();
  return Object.fromEntries(rows.map(({ day, outcome }) => [day, outcome]));
};
const state = async (source = 'hugging-face') =>
  ctx.db
    .selectFrom('source_states')
    .select(['state', 'newest_day'])
    .where('source', '=', source)
    .executeTakeFirst();
/** `day` and that many days before it, newest first. */
const downFrom = (day: string, before: number) =>
  Array.from({ length: before + 1 }, (_, back) => addDays(day, -back));
/** Lists on the weekdays of two weeks, each with papers of its own. */
const fillLists = () => {
  for (const [index, day] of downFrom(DAY, 13).entries()) {
    if (![0, 6].includes(new Date(day).getUTCDay())) feeds.lists[day] = dailyList(day, 2, 10 * index + 1);
  }
};

describe('days of Hugging Face to fetch', () => {
  it('at the first start: all days it still serves, newest first, weekends as empty days', async () => {
    fillLists();
    const report = await run();
    expect(feeds.askedDays('hugging-face')).toEqual(downFrom(DAY, 7));
    expect(report.days.map(({ day, papers }) => [day, papers])).toEqual(
      [2, 2, 2, 2, 0, 0, 2, 2].map((papers, back) => [addDays(DAY, -back), papers]),
    );
    expect(await outcomes()).toMatchObject({
      '2026-06-06': 'empty',
      '2026-06-07': 'empty',
      '2026-06-08': 'complete',
    });
    expect(await state()).toEqual({ state: 'fresh', newest_day: DAY });
  });

  it('a day later: the new day and unsettled ones', async () => {
    fillLists();
    await run();
    feeds.askedDays('hugging-face');
    ctx.clock.set('2026-06-12T04:00:00Z');
    feeds.lists['2026-06-12'] = dailyList('2026-06-12', 2, 200);
    await run({ day: '2026-06-12' });
    expect(feeds.askedDays('hugging-face')).toEqual(['2026-06-12', DAY, '2026-06-10']);
  });

  it('within minutes: none, or with `force` that day alone', async () => {
    fillLists();
    await run();
    feeds.askedDays('hugging-face');
    ctx.clock.advance(44 * MINUTE_MS);
    expect((await run()).days).toEqual([]);
    expect(feeds.askedDays('hugging-face')).toEqual([]);
    expect((await run({ force: true })).days.map(({ day }) => day)).toEqual([DAY]);
    expect(feeds.askedDays('hugging-face')).toEqual([DAY]);
  });

  it('after the refetch interval: the days that may still grow', async () => {
    fillLists();
    await run();
    feeds.askedDays('hugging-face');
    ctx.clock.advance(45 * MINUTE_MS);
    await run();
    expect(feeds.askedDays('hugging-face')).toEqual([DAY, '2026-06-10']);
  });

  it('after days without a run: every missed day, and unsettled ones before', async () => {
    fillLists();
    ctx.clock.set('2026-06-05T04:00:00Z');
    await run({ day: '2026-06-05' });
    feeds.askedDays('hugging-face');
    ctx.clock.set(`${DAY}T04:00:00Z`);
    await run();
    expect(feeds.askedDays('hugging-face')).toEqual(downFrom(DAY, 7));
    const listed = await ctx.db.selectFrom('daily_lists').select('day').distinct().orderBy('day').execute();
    expect(listed.map(({ day }) => day)).toEqual(
      ['05-29', '06-01', '06-02', '06-03', '06-04', '06-05', '06-08', '06-09', '06-10', '06-11'].map(
        (day) => `2026-${day}`,
      ),
    );
  });

  it('on a holiday: a day without papers is fetched again while it may still fill', async () => {
    fillLists();
    const { [DAY]: late = [], ...others } = feeds.lists;
    for (const day of Object.keys(feeds.lists)) if (!(day in others)) feeds.lists[day] = [];
    await run();
    expect(await outcomes()).toMatchObject({ [DAY]: 'empty' });
    expect(await state()).toEqual({ state: 'waiting', newest_day: '2026-06-10' });
    feeds.lists[DAY] = late;
    ctx.clock.advance(60 * MINUTE_MS);
    await run();
    expect(await outcomes()).toMatchObject({ [DAY]: 'complete' });
    expect(await state()).toEqual({ state: 'fresh', newest_day: DAY });
  });

  it('a day that is not open yet: recorded as such, and fetched once it opens', async () => {
    fillLists();
    const tomorrow = addDays(DAY, 1);
    feeds.lists[tomorrow] = dailyList(tomorrow, 3, 300);
    const early = await run({ day: tomorrow });
    expect(early.days[0]).toMatchObject({ day: tomorrow, outcome: 'not-open', papers: 0 });
    expect(early.days[1]).toMatchObject({ day: DAY, outcome: 'complete' });
    expect(await state()).toEqual({ state: 'fresh', newest_day: DAY });
    ctx.clock.set(`${tomorrow}T01:00:00Z`);
    const later = await run({ day: tomorrow });
    expect(later.days[0]).toMatchObject({ day: tomorrow, outcome: 'complete', papers: 3 });
  });
});

describe('the newest available day', () => {
  it('is fetched alone and under its own date, however old', async () => {
    fillLists();
    ctx.clock.set('2026-07-20T04:00:00Z');
    const report = await run({ day: 'newest' });
    expect(report.days.map(({ day, papers }) => [day, papers])).toEqual([[DAY, 2]]);
    expect(await outcomes()).toEqual({ [DAY]: 'complete' });
    expect(await state()).toEqual({ state: 'stalled', newest_day: DAY });
  });

  it("is arXiv's newest day for arXiv", async () => {
    feeds.entries.push(
      { id: '2606.00001', published: '2026-06-09T10:00:00Z' },
      { id: '2606.00002', published: '2026-06-08T10:00:00Z' },
    );
    const report = await run({ source: 'arxiv', day: 'newest' });
    expect(report.days.map(({ day, papers }) => [day, papers])).toEqual([['2026-06-09', 1]]);
  });
});

describe('days of arXiv to fetch', () => {
  it('are fetched again while announcements may add papers', async () => {
    ctx.clock.set('2026-06-12T04:00:00Z');
    await run({ source: 'arxiv', day: '2026-06-12' });
    expect(feeds.askedDays('arxiv')).toEqual(downFrom('2026-06-12', 5));
    ctx.clock.advance(300 * MINUTE_MS);
    expect((await run({ source: 'arxiv', day: '2026-06-12' })).days).toEqual([]);
    ctx.clock.advance(60 * MINUTE_MS);
    await run({ source: 'arxiv', day: '2026-06-12' });
    // Five days after its end, nothing is added to 7 June any more.
    expect(feeds.askedDays('arxiv')).toEqual(downFrom('2026-06-12', 4));
  });

  it('include Friday on Tuesday, although it was fetched before', async () => {
    const friday = '2026-06-12';
    ctx.clock.set('2026-06-15T03:30:00Z');
    await run({ source: 'arxiv', day: '2026-06-15' });
    feeds.entries.push({ id: '2606.00001', published: `${friday}T19:00:00Z` });
    ctx.clock.set('2026-06-16T03:30:00Z');
    const report = await run({ source: 'arxiv', day: '2026-06-16' });
    expect(report.days.find(({ day }) => day === friday)).toMatchObject({ papers: 1, created: 1 });
    expect(await state('arxiv')).toEqual({ state: 'fresh', newest_day: friday });
  });
});

describe('a day that is cut short', () => {
  const entries = (length: number) =>
    Array.from({ length }, (_, index) => ({
      id: `2606.${String(index + 1).padStart(5, '0')}`,
      published: `${DAY}T09:00:00Z`,
    }));
  const dayRow = () =>
    ctx.db
      .selectFrom('source_days')
      .selectAll()
      .where('source', '=', 'arxiv')
      .where('day', '=', DAY)
      .executeTakeFirstOrThrow();
  const rejections = () => ctx.db.selectFrom('source_rejections').selectAll().execute();

  it('keeps what came with a rejection, and is fetched again in the next hour, not in six', async () => {
    feeds.entries.push(...entries(700));
    feeds.arxiv.onRequest(({ query }) => feeds.arxiv.sendEmptyPages(query.get('start') === '500' ? 1 : 0, 0));
    await run({ source: 'arxiv' });
    expect(await dayRow()).toMatchObject({
      outcome: 'partial',
      papers: 500,
      rejected: 1,
      reason: 'results after 500: the next page stays empty; there are 700',
    });
    expect(await rejections()).toMatchObject([{ source: 'arxiv', day: DAY, entry: 'results after 500' }]);
    feeds.arxiv.onRequest(() => undefined);
    feeds.askedDays('arxiv');
    ctx.clock.advance(60 * MINUTE_MS);
    await run({ source: 'arxiv' });
    expect(feeds.askedDays('arxiv')).toEqual([DAY]);
    expect(await dayRow()).toMatchObject({ outcome: 'complete', papers: 700, rejected: 0, reason: null });
  });

  it('is not settled by an empty answer after it had papers', async () => {
    feeds.entries.push(...entries(3));
    await run({ source: 'arxiv' });
    const known = feeds.entries.splice(0);
    await run({ source: 'arxiv', force: true });
    expect(await dayRow()).toMatchObject({
      outcome: 'partial',
      papers: 3,
      reason: `results of ${DAY}: the day is empty now; it had 3 papers before`,
    });
    feeds.entries.push(...known);
    ctx.clock.advance(60 * MINUTE_MS);
    await run({ source: 'arxiv' });
    expect(await dayRow()).toMatchObject({ outcome: 'complete', papers: 3 });
  });
});
