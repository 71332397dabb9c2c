import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { ArxivOptions } from '../../../src/papers/sources/arxiv-source.ts';
import { ARXIV_DAY, arxivEntries, startArxivRig } from '../../support/arxiv-rig.ts';
import type { ArxivStandIn, ArxivStandInOptions } from '../../support/arxiv-server.ts';
import { dataPath, missingData } from '../../support/real-data.ts';

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

describe('paging', () => {
  it.each([
    [49, [0]],
    [50, [0]],
    [51, [0, 50]],
    [100, [0, 50]],
    [130, [0, 50, 100]],
  ])('reads all of a day with %i papers', async (length, expected) => {
    const { source, starts, gate } = await rigOf(
      { entries: [...entries(DAY, length), ...entries(BEFORE, 9, 900)] },
      { pageSize: 50 },
    );
    const { papers, rejections } = await source.fetchDay(DAY);
    expect([new Set(papers.map((paper) => paper.id)).size, rejections]).toEqual([length, []]);
    expect(starts()).toEqual(expected);
    expect(gate.passes()).toBe(expected.length);
  });

  it('reads all of the newest day, and not the day before', async () => {
    const { source, starts } = await rigOf(
      { entries: [...entries(BEFORE, 200, 500), ...entries(DAY, 70)] },
      { pageSize: 50 },
    );
    const { day, papers } = await source.fetchDay('newest');
    expect([day, papers.length]).toEqual([DAY, 70]);
    expect(starts()).toEqual([0, 50]);
  });

  it('continues after a page with one older paper', async () => {
    const [first, second, third] = entries(DAY, 3);
    if (!first || !second || !third) throw new Error('entries() made too few.');
    const older = `<entry><id>http://arxiv.org/abs/2606.09999v1</id><published>${BEFORE}T10:00:00Z</published>
      <updated>${BEFORE}T10:00:00Z</updated><title>An older paper</title><summary>None.</summary>
      <author><name>Jane Doe</name></author><category term="cs.AI"/></entry>`;
    const misplaced = { id: '2606.09999', published: `${DAY}T23:58:30Z`, xml: older };
    const { source, starts } = await rigOf({ entries: [first, misplaced, second, third] }, { pageSize: 2 });
    const { papers } = await source.fetchDay(DAY);
    expect(papers.map(({ id }) => id).sort()).toEqual([first.id, second.id, third.id].sort());
    expect(starts()).toEqual([0, 2]);
  });

  it('does not take one future-dated paper for the newest day', async () => {
    const { source } = await rigOf({
      entries: [{ id: '2606.09999', published: '2099-01-01T00:00:00Z' }, ...entries(DAY, 3)],
    });
    const { day, papers } = await source.fetchDay('newest');
    expect([day, papers.length]).toEqual([DAY, 3]);
  });

  it('retries an unexpected empty page', async () => {
    const { source, server, starts } = await rigOf({ entries: entries(DAY, 70) }, { pageSize: 50 });
    server.sendEmptyPages(2);
    expect((await source.fetchDay(DAY)).papers).toHaveLength(70);
    expect(starts()).toEqual([0, 0, 0, 50]);
  });

  it.each([undefined, 0, 7])(
    'keeps what came when a later page stays empty, with a total of %s',
    async (total) => {
      const { source, server } = await rigOf({ entries: entries(DAY, 70) }, { pageSize: 50 });
      server.onRequest(({ query }) => server.sendEmptyPages(query.get('start') === '50' ? 1 : 0, total));
      const day = await source.fetchDay(DAY);
      expect([day.papers.length, day.partial]).toEqual([50, true]);
      expect(day.rejections).toEqual([
        { entry: 'results after 50', reason: 'the next page stays empty; there are 70' },
      ]);
      expect(server.requests).toHaveLength(4);
    },
  );

  it('asks again for a later page that claims to be the end', async () => {
    const { source, server, starts } = await rigOf({ entries: entries(DAY, 120) }, { pageSize: 50 });
    let faults = 1;
    server.onRequest(({ query }) => {
      const fault = query.get('start') === '50' && faults > 0;
      if (fault) faults -= 1;
      server.sendEmptyPages(fault ? 1 : 0, 0);
    });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.rejections, day.partial]).toEqual([120, [], undefined]);
    expect(starts()).toEqual([0, 50, 50, 100]);
  });

  it('continues to the largest total when a later page names a smaller one', async () => {
    const { source, server, starts } = await rigOf({ entries: entries(DAY, 120) }, { pageSize: 50 });
    server.onRequest(({ query }) => server.shrinkTotal(query.get('start') === '50' ? 1 : 0, 60));
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.rejections]).toEqual([120, []]);
    expect(starts()).toEqual([0, 50, 100]);
  });

  it.each([
    [1, undefined],
    [2, true],
  ])('keeps the day when its total is %i too high', async (surplus, partial) => {
    const { source } = await rigOf({ entries: entries(DAY, 70), surplus }, { pageSize: 50 });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.partial]).toEqual([70, partial]);
    expect(day.rejections).toEqual([
      { entry: 'results after 70', reason: `the next page stays empty; there are ${70 + surplus}` },
    ]);
  });

  it('asks again for a page with an empty body', async () => {
    const { source, server, starts } = await rigOf({ entries: entries(DAY, 70) }, { pageSize: 50 });
    server.fail({ kind: 'garbage', body: '' }, 1);
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.rejections]).toEqual([70, []]);
    expect(starts()).toEqual([0, 0, 50]);
  });

  it('keeps what came when the body of a later page stays empty', async () => {
    const { source, server } = await rigOf({ entries: entries(DAY, 70) }, { pageSize: 50 });
    server.onRequest(({ query }) => {
      if (query.get('start') === '50') server.fail({ kind: 'garbage', body: ' \n' }, 1);
    });
    expect(await source.fetchDay(DAY)).toMatchObject({
      partial: true,
      rejections: [{ entry: 'results after 50' }],
    });
  });

  it('sends one request for an empty page without retries', async () => {
    const { source, server } = await rigOf({ entries: entries(DAY, 7) }, { maxTries: 1 });
    server.sendEmptyPages(1);
    await expect(source.fetchDay(DAY)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('single papers', () => {
  const published = `${BEFORE}T09:00:00Z`;

  it('are read in their newest version, in requests of a hundred ids, at the rate of the gate', async () => {
    const list = Array.from({ length: 150 }, (_, index) => `2606.${String(index + 1).padStart(5, '0')}`);
    const comment = 'Withdrawn because of an error';
    const { source, server, gate } = await rigOf({
      entries: [
        ...list.map((id) => ({ id, published })),
        { id: '2606.00007', version: 2, published, comment },
        { id: 'math/0611800', published },
      ],
    });
    const { papers, rejections } =
      (await source.fetchPapers?.([...list, 'math/0611800', '2606.09999'])) ?? {};
    expect([papers?.length, rejections]).toEqual([151, []]);
    expect(papers?.find(({ id }) => id === '2606.00007')).toMatchObject({ version: 2, withdrawn: true });
    expect(server.requests.map(({ query }) => query.get('id_list')?.split(',').length)).toEqual([100, 52]);
    expect(gate.passes()).toBe(2);
  });

  it('that are all unknown are no error', async () => {
    const { source } = await rigOf({ entries: [] });
    expect(await source.fetchPapers?.(['2606.09999'])).toEqual({ papers: [], rejections: [] });
  });

  it('are asked for again after an empty page or body', async () => {
    const { source, server } = await rigOf({ entries: [{ id: '2606.00001', published }] });
    server.sendEmptyPages(1, 1);
    expect((await source.fetchPapers?.(['2606.00001']))?.papers).toHaveLength(1);
    server.fail({ kind: 'garbage', body: '' }, 1);
    expect((await source.fetchPapers?.(['2606.00001']))?.papers).toHaveLength(1);
    expect(server.requests).toHaveLength(4);
  });

  it('are not requested without ids', async () => {
    const { source, server } = await rigOf({ entries: [] });
    expect(await source.fetchPapers?.([])).toEqual({ papers: [], rejections: [] });
    expect(server.requests).toEqual([]);
  });
});

const PAGE = '../cases/papers/3-arxiv-page-2.xml';
const BLANK = '../cases/papers/12-blank-body.txt';
const missingCases = missingData(PAGE, BLANK);
describe.skipIf(missingCases !== null)(`recorded faults${missingCases ? ` (${missingCases})` : ''}`, () => {
  it('of a second page with a total of 0 keep the first page and its rejection', async () => {
    const body = readFileSync(dataPath(PAGE), 'utf8');
    const { source, server } = await rigOf({ entries: entries(DAY, 1_200) });
    server.onRequest(({ query }) => {
      if (query.get('start') !== '0') server.fail({ kind: 'garbage', body }, 1);
    });
    const day = await source.fetchDay(DAY);
    expect([day.papers.length, day.partial]).toEqual([500, true]);
    expect(day.rejections).toMatchObject([{ reason: expect.stringContaining('there are 1200') }]);
  });

  it('of a blank body are asked again within the call', async () => {
    expect(readFileSync(dataPath(BLANK), 'utf8')).toContain('empty body, once');
    const { source, server } = await rigOf({ entries: entries(DAY, 3) });
    server.fail({ kind: 'garbage', body: '' }, 1);
    expect((await source.fetchDay(DAY)).papers).toHaveLength(3);
  });
});
