import { afterEach, describe, expect, it } from 'vitest';
import { huggingFaceSource } from '../../../src/papers/sources/hugging-face-source.ts';
import { describeServedSource } from '../../contracts/paper-source.ts';
import { testClock } from '../../support/clock.ts';
import {
  dailyEntry,
  dailyList,
  type HuggingFaceStandIn,
  startHuggingFace,
} from '../../support/hugging-face-server.ts';
import type { StandIn } from '../../support/stand-in.ts';

const USER_AGENT = 'Paperboy/0.0.0 (+https://papers.example.org)';
const DAY = '2026-06-11';
const BEFORE = '2026-06-10';

const open: StandIn[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function rigOf(options: Omit<HuggingFaceStandIn, 'clock'>, now = `${DAY}T12:00:00Z`) {
  const clock = testClock(now);
  const server = await startHuggingFace({ ...options, clock });
  open.push(server);
  const asked = () => server.requests.map(({ query }) => Object.fromEntries(query));
  return {
    clock,
    server,
    asked,
    source: huggingFaceSource({ baseUrl: server.url, clock, userAgent: USER_AGENT }),
  };
}

describeServedSource('Hugging Face', async ({ now, days, badEntryOn }) => {
  const clock = testClock(now);
  const lists = Object.fromEntries(
    Object.entries(days).map(([day, ids]) => [
      day,
      [
        ...ids.map((id) => dailyEntry({ id, day, upvotes: 3 })),
        ...(day === badEntryOn ? [{ paper: 7 }] : []),
      ],
    ]),
  );
  const server = await startHuggingFace({ lists, clock });
  const options = { baseUrl: server.url, clock, userAgent: USER_AGENT };
  const withoutRetries = huggingFaceSource({ ...options, maxTries: 1 });
  return { source: huggingFaceSource(options), withoutRetries, server, clock, close: server.close };
});

describe('paging', () => {
  it.each([
    [30, 1],
    [49, 1],
    [50, 2],
    [51, 1],
    [100, 2],
    [101, 2],
    [230, 3],
  ])('reads all of a list of %i papers, with %i requests', async (length, requests) => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, length) } });
    const { papers, rejections } = await source.fetchDay(DAY);
    expect(new Set(papers.map((paper) => paper.id)).size).toBe(length);
    expect(rejections).toEqual([]);
    expect(server.requests).toHaveLength(requests);
  });

  it('requests further pages when the service cuts at 50', async () => {
    const { source, asked } = await rigOf({ lists: { [DAY]: dailyList(DAY, 73) }, largestPage: 50 });
    expect((await source.fetchDay(DAY)).papers).toHaveLength(73);
    expect(asked()).toEqual([
      { date: DAY, limit: '100', p: '0' },
      { date: DAY, limit: '100', p: '1' },
    ]);
  });

  it('stops at a server that ignores the page number, with a rejection', async () => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, 50) }, ignores: ['p'] });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.partial]).toEqual([50, true]);
    expect(day.readings).toHaveLength(100);
    expect(day.rejections).toEqual([
      { entry: `list of ${DAY}`, reason: 'the next page repeats earlier entries' },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([50, 100])('keeps a list of %i whose next page is rejected, with a rejection', async (length) => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, length) } });
    server.onRequest(({ query }) => {
      if (query.get('p') === '1') server.fail({ kind: 'status', status: 400 }, 1);
    });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.partial]).toEqual([length, true]);
    expect(day.rejections).toEqual([{ entry: `list of ${DAY}`, reason: 'the next page is rejected' }]);
  });

  it('asks again for a later page with an empty body', async () => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, 130) } });
    let faults = 1;
    server.onRequest(({ query }) => {
      if (query.get('p') === '1' && faults > 0) server.fail({ kind: 'garbage', body: '' }, faults--);
    });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.rejections]).toEqual([130, []]);
    expect(server.requests).toHaveLength(3);
  });

  it('rejects the rest of a list that does not end', async () => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, 1_100) } });
    const day = await source.fetchDay(DAY);
    expect(day.papers).toHaveLength(1_000);
    expect(day.rejections).toEqual([
      { entry: `list of ${DAY}`, reason: expect.stringContaining('10 pages') },
    ]);
    expect(server.requests).toHaveLength(10);
  });
});

describe('the newest list', () => {
  it('is requested without a date first, then by its own date', async () => {
    const { source, asked } = await rigOf({
      lists: { [BEFORE]: dailyList(BEFORE, 5), [DAY]: dailyList(DAY, 60, 10) },
    });
    const { day, papers } = await source.fetchDay('newest');
    expect([day, papers.length]).toEqual([DAY, 60]);
    expect(asked()).toEqual([
      { limit: '100', p: '0' },
      { limit: '100', p: '0', date: DAY },
    ]);
  });

  it('is found in a response that mixes lists', async () => {
    const lists = { [BEFORE]: dailyList(BEFORE, 90), [DAY]: dailyList(DAY, 20, 200) };
    const { source } = await rigOf({ lists, undated: 'mixed' });
    const { day, papers } = await source.fetchDay('newest');
    expect(day).toBe(DAY);
    expect(papers).toHaveLength(20);
    expect(new Set(papers.map((paper) => paper.listDay))).toEqual(new Set([DAY]));
  });

  it('is complete when the undated page was cut in its middle', async () => {
    const { source } = await rigOf({ lists: { [DAY]: dailyList(DAY, 130) }, undated: 'mixed' });
    expect((await source.fetchDay('newest')).papers).toHaveLength(130);
  });

  it('is the undated response when the service rejects its date', async () => {
    // List of the 11th while the clock of the service is on the 10th: by date it is not open.
    const early = [dailyEntry({ id: '2606.00001', day: DAY })];
    const { source, server } = await rigOf({ lists: { [BEFORE]: early } }, `${BEFORE}T23:59:00Z`);
    const { day, open: isOpen, papers } = await source.fetchDay('newest');
    expect([day, isOpen, papers.map((paper) => paper.id)]).toEqual([DAY, true, ['2606.00001']]);
    expect(server.requests).toHaveLength(2);
  });

  it('ignores one future-dated entry', async () => {
    const list = [...dailyList(DAY, 3), dailyEntry({ id: '2606.09999', day: '2099-01-01' })];
    const { source } = await rigOf({ lists: { [DAY]: list } });
    const { day, papers } = await source.fetchDay('newest');
    expect([day, papers.length]).toEqual([DAY, 3]);
  });

  it('is today’s when no entry names a day', async () => {
    const { source } = await rigOf({ lists: { [DAY]: [dailyEntry({ id: '2606.00001', day: null })] } });
    const answer = await source.fetchDay('newest');
    expect(answer).toMatchObject({ day: DAY, papers: [{ id: '2606.00001', listDay: DAY }] });
  });

  it('is empty when there are no lists', async () => {
    const { source } = await rigOf({ lists: {} });
    expect(await source.fetchDay('newest')).toMatchObject({ open: true, papers: [] });
  });
});

describe('a dated list', () => {
  it('keeps only the papers of its day when the server ignores the date', async () => {
    const { source } = await rigOf({
      lists: { [BEFORE]: dailyList(BEFORE, 4), [DAY]: dailyList(DAY, 3) },
      ignores: ['date'],
    });
    expect((await source.fetchDay(DAY)).papers).toHaveLength(3);
    expect((await source.fetchDay(BEFORE)).papers).toEqual([]);
  });

  it('derives its day from a timestamp of 2025', async () => {
    const at = { submittedOnDailyAt: `${DAY}T17:42:11.000Z` };
    const { source } = await rigOf({
      lists: { [DAY]: [dailyEntry({ id: '2606.00001', day: null, paper: at })] },
    });
    expect((await source.fetchDay(DAY)).papers).toMatchObject([{ listDay: DAY }]);
  });

  it('contains a paper once, by its first entry, listed by version or not', async () => {
    const list = [
      dailyEntry({ id: '2606.00001', day: DAY, upvotes: 8 }),
      dailyEntry({ id: '2606.00001', day: DAY, upvotes: 2 }),
      dailyEntry({ id: '2606.00002v1', day: DAY, upvotes: 1 }),
      dailyEntry({ id: '2606.00002v3', day: DAY, upvotes: 4 }),
    ];
    const { source } = await rigOf({ lists: { [DAY]: list } });
    const { papers, readings } = await source.fetchDay(DAY);
    expect(papers.map(({ id, version }) => [id, version])).toEqual([
      ['2606.00001', null],
      ['2606.00002', 3],
    ]);
    expect(readings.filter((each) => each.signal === 'hf_upvotes').map((each) => each.value)).toEqual([8, 4]);
  });
});

describe('limits', () => {
  it('wait when the window is used up and ends soon', async () => {
    const { source, clock, server } = await rigOf(
      { lists: { [DAY]: dailyList(DAY, 3) }, requestsPerWindow: 1 },
      `${DAY}T12:04:45Z`,
    );
    await source.fetchDay(DAY);
    expect(clock.sleeps).toEqual([]);
    expect((await source.fetchDay(DAY)).papers).toHaveLength(3);
    expect(clock.sleeps).toEqual([15_000]);
    expect(server.requests).toHaveLength(2);
  });

  it('throw when the window is used up and ends later', async () => {
    const { source, clock, server } = await rigOf(
      { lists: { [DAY]: dailyList(DAY, 3) }, requestsPerWindow: 1 },
      `${DAY}T12:01:00Z`,
    );
    await source.fetchDay(DAY);
    await expect(source.fetchDay(DAY)).rejects.toMatchObject({
      code: 'SOURCE_LIMITED',
      retryAfterMs: 240_000,
    });
    expect([server.requests.length, clock.sleeps.length]).toEqual([1, 0]);
  });

  it('read the wait of a 429 from the RateLimit header', async () => {
    const { source, server } = await rigOf({ lists: { [DAY]: [] } });
    server.fail({ kind: 'status', status: 429, headers: { RateLimit: '"api";r=0;t=123' } });
    await expect(source.fetchDay(DAY)).rejects.toMatchObject({
      code: 'SOURCE_LIMITED',
      retryAfterMs: 123_000,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('reading signals again', () => {
  it('returns the readings of these lists, and none for a day that is not open', async () => {
    const lists = { [BEFORE]: dailyList(BEFORE, 2), [DAY]: dailyList(DAY, 1, 7) };
    const { source, server } = await rigOf({ lists });
    const { readings, rejections } = await source.readSignals([BEFORE, DAY, '2026-06-12']);
    expect(rejections).toEqual([]);
    expect(readings.map((each) => `${each.paperId} ${each.signal} ${each.value}`)).toEqual([
      '2606.00001 hf_upvotes 0',
      '2606.00001 hf_comments 0',
      '2606.00002 hf_upvotes 1',
      '2606.00002 hf_comments 0',
      '2606.00007 hf_upvotes 0',
      '2606.00007 hf_comments 0',
    ]);
    expect(server.requests).toHaveLength(3);
  });

  it('counts a paper on two lists once', async () => {
    const { source } = await rigOf({ lists: { [BEFORE]: dailyList(BEFORE, 2), [DAY]: dailyList(DAY, 2) } });
    expect((await source.readSignals([BEFORE, DAY])).readings).toHaveLength(4);
  });

  it('stops when aborted', async () => {
    const { source, server } = await rigOf({ lists: { [DAY]: dailyList(DAY, 2) } });
    const stop = new Error('stopped');
    await expect(source.readSignals([DAY], { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(server.requests).toEqual([]);
  });
});
