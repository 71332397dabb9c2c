import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { previewDigest } from '../../src/delivery/digest/preview-digest.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { ingest } from '../../src/papers/ingest/ingest.ts';
import { createApp } from '../../src/web/http/app.ts';
import { subscriberPath } from '../../src/web/site/preferences/signed-subscriber.ts';
import { install } from '../../src/wiring.ts';
import { type ArxivEntry, type ArxivStandIn, startArxiv } from '../support/arxiv-server.ts';
import { putSubscriber } from '../support/list.ts';
import { readOutbox } from '../support/outbox.ts';
import { formBody, type TestSite, testSite } from '../support/site.ts';

const EXAMPLE = 'config/topics/examples/condensed-matter.yaml';
const DAY = '2026-11-23';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ENTRIES: readonly ArxivEntry[] = [
  {
    id: '2611.00001',
    title: 'Superconductivity in a Twisted Trilayer',
    summary: 'We measure the Meissner effect and find unconventional Cooper pairs.',
    categories: ['cond-mat.supr-con'],
    published: '2026-11-20T10:00:00Z',
  },
  {
    id: '2611.00002',
    title: 'Jamming of Soft Colloids under Shear',
    summary: 'A colloidal suspension jams at a density that depends on the shear rate.',
    categories: ['cond-mat.soft'],
    published: '2026-11-20T11:00:00Z',
  },
  {
    id: '2611.00003',
    title: 'Tool-Using LLM Agents That Plan Ahead',
    summary: 'Language models that use tools.',
    categories: ['cs.AI'],
    published: '2026-11-20T12:00:00Z',
  },
];

async function site(env: Record<string, string>, now = '2026-11-23T03:40:00Z'): Promise<TestSite> {
  const opened = await testSite({ now, env });
  closing.push(() => opened.close());
  return opened;
}

/** A second installation on the same data, as after a restart, and its pages. */
async function restart({ ctx }: TestSite) {
  const options = { clock: ctx.clock, log: ctx.log, migrate: 'apply' as const };
  const installation = await install(readEnv(ctx.variables), options);
  closing.push(() => installation.close());
  const app = createApp(installation);
  return {
    ctx: installation,
    get: async (path: string) => app.request(path),
    post: async (path: string, fields: Parameters<typeof formBody>[0]) =>
      app.request(path, { method: 'POST', body: formBody(fields) }),
  };
}

/** Topics that a page offers to follow. */
async function offered(opened: TestSite, language: string): Promise<string[]> {
  const page = await (await opened.get('/subscribe', { 'Accept-Language': language })).text();
  return [...page.matchAll(/name="topics"[^>]*value="([^"]+)"/g)].map(([, slug]) => slug ?? '');
}

it('runs a condensed matter group on its own topics, from arXiv to the digest', async () => {
  const arxiv: ArxivStandIn = await startArxiv({ entries: ENTRIES });
  closing.push(() => arxiv.close());
  const opened = await site({ SOURCES: 'arxiv', ARXIV_BASE_URL: arxiv.url, TOPICS_FILE: EXAMPLE });
  const { ctx } = opened;

  await ingest(ctx, { source: 'arxiv', day: '2026-11-20' });
  expect(arxiv.requests[0]?.query.get('search_query')).toContain(
    '(cat:cond-mat.supr-con OR cat:cond-mat.str-el OR cat:cond-mat.quant-gas',
  );
  await classifyAndRank(ctx, { day: DAY });
  const scores = await ctx.db.selectFrom('topic_scores').select(['paper_id', 'topic']).execute();
  expect(scores.map(({ paper_id, topic }) => `${paper_id} ${topic}`).sort()).toEqual([
    '2611.00001 superconductivity',
    '2611.00002 soft-matter',
  ]);

  expect(await offered(opened, 'en')).toEqual(ctx.taxonomy.topics.map(({ slug }) => slug));
  const german = await (await opened.get('/subscribe', { 'Accept-Language': 'de' })).text();
  expect(german).toContain('<legend>Quantenmaterie</legend>');
  expect(german).toContain('Supraleitung');
  expect(german).not.toContain('Sprachmodelle');
  const topicPage = await (await opened.get('/topics/superconductivity')).text();
  expect(topicPage).toContain('Superconductivity in a Twisted Trilayer');
  expect((await opened.get('/topics/agents-tool-use')).status).toBe(404);
  const found = await (await opened.get('/search?q=jamming&topic=soft-matter')).text();
  expect(found).toContain('/papers/2611.00002');
  const feed = await (await opened.get('/feed.json')).text();
  expect(feed).not.toContain('agents-tool-use');

  const { id } = await putSubscriber(ctx, 'ada@example.com', {
    interests: [
      { kind: 'topic', mode: 'follow', value: 'superconductivity' },
      { kind: 'topic', mode: 'mute', value: 'soft-matter' },
    ],
  });
  await planEditions(ctx, { day: DAY });
  const preview = await previewDigest(ctx, { edition: `daily-${DAY}`, as: { subscriber: id } });
  expect(preview.email?.text).toContain('Superconductivity');
  ctx.clock.set(`${DAY}T07:00:00Z`);
  await deliver(ctx, { day: DAY });
  const [email] = await readOutbox(ctx.directory);
  expect(email?.papers).toContain('2611.00001');
  expect(email?.papers).not.toContain('2611.00002');
  expect(email?.text).toContain('Superconductivity');
  expect(email?.text).toContain('You follow 1 topic');
});

it('keeps what subscribers follow and frozen pools when the topics change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-topics-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'topics.yaml');
  const topics = (...entries: [id: string, phrase: string][]) =>
    `version: 1\ngroups:\n  - label: Physics\n    topics:\n${entries
      .map(
        ([id, word]) =>
          `      - { id: ${id}, label: About ${id}, description: On ${id}., phrases: [${word}] }\n`,
      )
      .join('')}`;
  writeFileSync(
    file,
    topics(['pairing', 'superconductivity'], ['shear', 'jamming'], ['spins', 'spin glass']),
  );
  const arxiv = await startArxiv({ entries: ENTRIES });
  closing.push(() => arxiv.close());
  const env = { SOURCES: 'arxiv', ARXIV_BASE_URL: arxiv.url, TOPICS_FILE: file };
  const first = await site({ ...env, ARXIV_CATEGORIES: 'cond-mat.supr-con,cond-mat.soft' });
  const { ctx } = first;
  await ingest(ctx, { source: 'arxiv', day: '2026-11-20' });
  await classifyAndRank(ctx, { day: DAY });
  const { id } = await putSubscriber(ctx, 'ada@example.com', {
    interests: [
      { kind: 'topic', mode: 'follow', value: 'pairing' },
      { kind: 'topic', mode: 'follow', value: 'spins' },
      { kind: 'topic', mode: 'mute', value: 'shear' },
    ],
  });
  await planEditions(ctx, { day: DAY });
  const frozen = await ctx.db.selectFrom('pool_papers').selectAll().orderBy('paper_id').execute();
  expect(JSON.stringify(frozen)).toContain('pairing');

  // The same database, started again with other topics: two renamed, one retired.
  writeFileSync(
    file,
    `${topics(['superconductors', 'superconductivity'], ['jams', 'jamming'])}renamed: { pairing: superconductors, shear: jams, spins: null }\n`,
  );
  const restarted = await restart(first);
  const again = restarted.ctx;
  const interests = async () =>
    (await again.db.selectFrom('interests').select(['mode', 'value']).orderBy('value').execute()).map(
      ({ mode, value }) => `${mode} ${value}`,
    );
  expect(await interests()).toEqual(['mute jams', 'follow spins', 'follow superconductors']);
  const audit = await again.db.selectFrom('operator_audit').select(['verb', 'subject', 'after']).execute();
  expect(audit).toEqual([
    {
      verb: 'topic rename',
      subject: 'pairing',
      after: { to: 'superconductors', interests: 1, marks: 0, pins: 0 },
    },
    { verb: 'topic rename', subject: 'shear', after: { to: 'jams', interests: 1, marks: 0, pins: 0 } },
  ]);
  expect((await restarted.get('/topics/pairing')).headers.get('Location')).toBe('/topics/superconductors');
  expect((await restarted.get('/topics/spins')).headers.get('Location')).toBe('/topics');
  expect((await restarted.get('/topics/shear/feed.atom')).headers.get('Location')).toBe(
    '/topics/jams/feed.atom',
  );

  // The digest is composed from the pool that was frozen before, whose bytes stay.
  ctx.clock.set(`${DAY}T07:00:00Z`);
  await deliver(again, { day: DAY });
  const [email] = await readOutbox(ctx.directory);
  expect(email?.papers).toContain('2611.00001');
  expect(email?.papers).not.toContain('2611.00002');
  expect(email?.text).toContain('About superconductors');
  expect(email?.text).toContain('You follow 1 topic');
  expect(await again.db.selectFrom('pool_papers').selectAll().orderBy('paper_id').execute()).toEqual(frozen);

  // The next ranking classifies every paper again, and keeps the scores of the former topics.
  await classifyAndRank(again, { day: DAY });
  const scores = await again.db
    .selectFrom('topic_scores')
    .select('topic')
    .where('taxonomy_version', '=', again.taxonomy.version)
    .execute();
  expect(scores.map(({ topic }) => topic).sort()).toEqual(['jams', 'superconductors']);

  // What is no longer offered is shown, and survives saving the form.
  const path = subscriberPath(again.keys, id);
  const page = await (await restarted.get(path)).text();
  expect(page).toContain('No longer offered');
  const fields = {
    cadence: 'daily',
    weeklyDay: '1',
    sendHour: '7',
    timeZone: 'UTC',
    size: '5',
    language: 'en',
  };
  const saved = await restarted.post(path, {
    ...fields,
    topics: ['superconductors', 'spins'],
    mutedTopics: 'jams',
  });
  expect(saved.status).toBe(200);
  expect(await interests()).toEqual(['mute jams', 'follow spins', 'follow superconductors']);
  const invented = await restarted.post(path, { ...fields, topics: ['superconductors', 'invented'] });
  expect(invented.status).toBe(422);
});
