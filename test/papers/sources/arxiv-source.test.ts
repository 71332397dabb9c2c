import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SOURCES } from '../../../config/sources.ts';
import { type ArxivOptions, arxivSource } from '../../../src/papers/sources/arxiv-source.ts';
import { describeServedSource } from '../../contracts/paper-source.ts';
import { ARXIV_DAY, arxivEntries, startArxivRig } from '../../support/arxiv-rig.ts';
import { type ArxivStandIn, type ArxivStandInOptions, startArxiv } from '../../support/arxiv-server.ts';
import { testClock } from '../../support/clock.ts';
import { memoryGate } from '../../support/gate.ts';
import { dataPath, missingData } from '../../support/real-data.ts';

const USER_AGENT = 'Paperboy/0.0.0 (+https://papers.example.org)';
const DAY = ARXIV_DAY;
const BEFORE = '2026-06-10';

const open: ArxivStandIn[] = [];
afterEach(async () => {
  // The terms of use apply in every test.
  const violations = open.map((server) => server.violations());
  for (const server of open.splice(0)) await server.close();
  expect(violations.filter((count) => count > 0)).toEqual([]);
});

const rigOf = (options: Omit<ArxivStandInOptions, 'clock'>, adapter: Partial<ArxivOptions> = {}) =>
  startArxivRig(open, options, adapter);
const entries = arxivEntries;

describeServedSource('arXiv', async ({ now, days, badEntryOn }) => {
  const clock = testClock(now);
  const good = Object.entries(days).flatMap(([day, ids]) =>
    ids.map((id) => ({ id, published: `${day}T09:00:00Z` })),
  );
  const bad = badEntryOn
    ? [{ id: 'x', published: `${badEntryOn}T09:00:00Z`, xml: '<entry><id>nonsense</id></entry>' }]
    : [];
  const server = await startArxiv({ entries: [...good, ...bad], clock });
  open.push(server);
  const gate = memoryGate(clock, SOURCES.arxiv.pauseMs);
  const options = { baseUrl: server.url, clock, userAgent: USER_AGENT, gate, categories: ['cs.AI'] };
  const withoutRetries = arxivSource({ ...options, maxTries: 1 });
  return { source: arxivSource(options), withoutRetries, server, clock, close: server.close };
});

describe('the query', () => {
  it('names the categories and the day, newest first', async () => {
    const { source, server } = await rigOf({ entries: [] });
    await source.fetchDay(DAY);
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      search_query: '(cat:cs.AI OR cat:cs.CL) AND submittedDate:[202606110000 TO 202606112359]',
      sortBy: 'submittedDate',
      sortOrder: 'descending',
      start: '0',
      max_results: '500',
    });
  });

  it('has no date clause for the newest day', async () => {
    const { source, server } = await rigOf({ entries: [] });
    expect(await source.fetchDay('newest')).toMatchObject({ day: DAY, open: true, papers: [] });
    expect(server.requests.map(({ query }) => query.get('search_query'))).toEqual(['cat:cs.AI OR cat:cs.CL']);
  });

  it('is not sent for a day in the future', async () => {
    const { source, server } = await rigOf({ entries: [] });
    expect((await source.fetchDay('2026-06-12')).open).toBe(false);
    expect(server.requests).toEqual([]);
  });

  it('finds papers of other sections with one of the categories', async () => {
    const list = [
      { id: '2606.00001', published: `${DAY}T09:00:00Z`, categories: ['math.OC', 'cs.CL'] },
      { id: '2606.00002', published: `${DAY}T09:00:00Z`, categories: ['math.OC'] },
    ];
    const { source } = await rigOf({ entries: list });
    expect((await source.fetchDay(DAY)).papers).toMatchObject([
      { id: '2606.00001', primaryCategory: 'math.OC' },
    ]);
  });
});

describe('a paper', () => {
  it('is returned once, in its highest version', async () => {
    const published = `${DAY}T09:00:00Z`;
    const list = [1, 3, 2].map((version) => ({
      id: '2606.00001',
      version,
      published,
      title: `Version ${version}`,
    }));
    const { source } = await rigOf({ entries: list });
    expect((await source.fetchDay(DAY)).papers).toMatchObject([
      { id: '2606.00001', version: 3, title: 'Version 3' },
    ]);
  });

  it('is marked when withdrawn', async () => {
    const comment = 'This paper has been withdrawn by the authors';
    const { source } = await rigOf({
      entries: [{ id: '2606.00001', version: 2, published: `${DAY}T09:00:00Z`, comment }],
    });
    expect((await source.fetchDay(DAY)).papers).toMatchObject([{ withdrawn: true, comment, listDay: null }]);
  });
});

describe('failures', () => {
  it('are thrown with arXiv’s message when reported as a feed with status 200', async () => {
    const { source } = await rigOf({ entries: [] }, { categories: ['cs.AI OR all:everything'] });
    await expect(source.fetchDay(DAY)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('malformed search_query'),
    });
  });

  it('stay within one request in three seconds while retrying', async () => {
    const { source, server, clock } = await rigOf({ entries: entries(DAY, 120) }, { pageSize: 50 });
    server.fail({ kind: 'status', status: 503 }, 2);
    const before = clock.now().getTime();
    await Promise.all([source.fetchDay(DAY), source.fetchDay(BEFORE)]);
    expect(server.requests.length).toBe(6);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(5 * 3_000);
  });
});

const REAL = 'arxiv/api_query_response.xml';
const missing = missingData(REAL);
describe.skipIf(missing !== null)(
  `a server that returns arXiv's real response to every query${missing ? ` (${missing})` : ''}`,
  () => {
    const rig = async () => rigOf({ entries: [], feed: readFileSync(dataPath(REAL), 'utf8') });

    it('yields the newest day, with a rejection for the missing results', async () => {
      const { source, server } = await rig();
      const { day, papers, rejections } = await source.fetchDay('newest');
      expect([day, papers.length]).toEqual([DAY, 5]);
      expect(rejections).toEqual([{ entry: 'results after 5', reason: expect.stringContaining('28946') }]);
      expect(server.requests).toHaveLength(2);
    });

    it('returns no papers for another day', async () => {
      const { source } = await rig();
      expect((await source.fetchDay(BEFORE)).papers).toEqual([]);
    });
  },
);
