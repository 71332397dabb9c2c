import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAtom } from '../../../support/atom.ts';
import { manyPapers, putList } from '../../../support/list.ts';
import { dataPath, missingData } from '../../../support/real-data.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';

describe('a reader of a public feed that sends If-Modified-Since alone', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T06:00:00Z` });
    await putPapers(site.ctx, DAY, [{ id: '2611.00001', title: 'Agents that use tools' }]);
  });
  afterAll(() => site?.close());

  /** Statuses before and after a change one hour later, for the feed and its topic. */
  async function statusesAround(change: () => Promise<unknown>): Promise<number[]> {
    const paths = ['/feed.atom', '/feed.json'];
    const since = await Promise.all(
      paths.map(async (path) => (await site.get(path)).headers.get('Last-Modified') ?? ''),
    );
    const ask = () =>
      Promise.all(
        paths.map(
          async (path, place) => (await site.get(path, { 'If-Modified-Since': since[place] ?? '' })).status,
        ),
      );
    site.ctx.clock.advance(3_600_000);
    const before = await ask();
    await change();
    return [...before, ...(await ask())];
  }

  it.each([
    ['joins the list later the same day', { id: '2611.00002' }],
    ['gets a summary', { id: '2611.00001', title: 'Agents that use tools', summary: 'In short.' }],
    ['gets another abstract', { id: '2611.00001', title: 'Agents that use tools', abstract: 'Another one.' }],
    ['is withdrawn and leaves the feed', { id: '2611.00002', withdrawn: true }],
  ])('hears of a paper that %s', async (_name, paper) => {
    expect(await statusesAround(() => putPapers(site.ctx, DAY, [paper]))).toEqual([304, 304, 200, 200]);
  });

  it('hears of the last paper that leaves', async () => {
    const gone = { id: '2611.00001', withdrawn: true };
    expect(await statusesAround(() => putPapers(site.ctx, DAY, [gone]))).toEqual([304, 304, 200, 200]);
    expect(readAtom(await (await site.get('/feed.atom')).text()).entry).toEqual([]);
  });

  it('gets each paper published on its list day, however late the list was read', async () => {
    await putPapers(site.ctx, '2026-11-19', [{ id: '2611.00003' }]);
    const [entry] = readAtom(await (await site.get('/feed.atom')).text()).entry;
    expect(entry).toMatchObject({
      published: '2026-11-19T23:59:59Z',
      updated: `${site.ctx.clock.now().toISOString().slice(0, 19)}Z`,
    });
  });
});

const CASES = ['../cases/papers/4-feed-if-modified-since.json', '../cases/papers/11-feed-empty-summary.json'];
const missing = missingData(...CASES);
describe.skipIf(missing !== null)(`recorded cases of feeds${missing ? ` (${missing})` : ''}`, () => {
  const read = (place: number) => JSON.parse(readFileSync(dataPath(CASES[place] ?? ''), 'utf8'));

  it('answer a list that grew from 17 to 23 papers, and a paper without any text', async () => {
    const site = await testSite({ now: `${DAY}T06:00:00Z` });
    try {
      await putList(site.ctx, DAY, manyPapers(17));
      const since = (await site.get('/feed.atom')).headers.get('Last-Modified') ?? '';
      site.ctx.clock.advance(3_600_000);
      await putList(site.ctx, DAY, manyPapers(23));
      expect((await site.get('/feed.atom', { 'If-Modified-Since': since })).status).toBe(read(0).expected);
      await putPapers(site.ctx, DAY, [{ id: '2611.09999', abstract: null, summary: null }]);
      expect(await (await site.get('/feed.atom')).text()).not.toContain(read(1).atom);
      expect(await (await site.get('/feed.json')).text()).not.toMatch(/"summary": ?""/);
    } finally {
      await site.close();
    }
  });
});
