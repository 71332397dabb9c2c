import { afterEach, expect, it } from 'vitest';
import { ingest } from '../../../src/papers/ingest/ingest.ts';
import { type ArxivStandIn, startArxiv } from '../../support/arxiv-server.ts';
import { type TestDashboard, testDashboard } from '../../support/dashboard.ts';

const DAY = '2026-11-20';
const published = `${DAY}T10:00:00Z`;

let server: ArxivStandIn | undefined;
let dashboard: TestDashboard | undefined;
afterEach(async () => {
  await dashboard?.close();
  await server?.close();
});

it('fetches the categories of ARXIV_CATEGORIES and no others, and watches those', async () => {
  server = await startArxiv({
    entries: [
      { id: '2611.00001', title: 'How Neurons Fire', categories: ['q-bio.NC'], published },
      {
        id: '2611.00002',
        title: 'How Membranes Bend',
        categories: ['cond-mat.soft', 'physics.bio-ph'],
        published,
      },
      { id: '2611.00003', title: 'How Agents Plan', categories: ['cs.AI', 'cs.CL'], published },
    ],
  });
  dashboard = await testDashboard({
    now: `${DAY}T23:00:00Z`,
    env: { SOURCES: 'arxiv', ARXIV_BASE_URL: server.url, ARXIV_CATEGORIES: 'q-bio.NC,physics.bio-ph' },
  });
  const { ctx } = dashboard;
  await ingest(ctx, { source: 'arxiv', day: DAY });
  const stored = await ctx.db.selectFrom('papers').select('id').orderBy('id').execute();
  expect(stored.map(({ id }) => id)).toEqual(['2611.00001', '2611.00002']);
  const page = await (await (await dashboard.signedInAs('viewer')).get('/operator')).text();
  expect([...page.matchAll(/arXiv ([\w.-]+): /g)].map(([, category]) => category)).toEqual([
    'q-bio.NC',
    'physics.bio-ph',
  ]);
});
