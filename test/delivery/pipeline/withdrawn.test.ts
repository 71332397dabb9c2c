import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { createPoolCache, withoutQuarantined } from '../../../src/editions/pool-cache.ts';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { rankJob } from '../../../workers/jobs/rank.ts';
import { DAY, dailyBooks, EDITION, fillEdition, SEND_HOUR } from '../../support/due-edition.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { sourcePaper } from '../../support/list.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';
import { emptyTables } from '../../support/tables.ts';

const SUBSCRIBERS = ['ada@example.com', 'bob@example.com'];
/** The most upvoted paper, which every subscriber would get. */
const WITHDRAWN = '2611.00001';
const comment = 'The proof of Lemma 2 is wrong, therefore we would like to withdraw the paper';

let base: TestInstallation;
let feeds: Feeds;
let mailer: ScriptedMailer;
let ctx: TestInstallation;
beforeAll(async () => {
  base = await testInstallation();
});
beforeEach(async () => {
  base.clock.set(`${DAY}T02:00:00Z`);
  feeds = await startFeeds(base);
  mailer = scriptedMailer();
  const { sources, signalSources } = feeds;
  ctx = { ...base, sources, signalSources, providers: [soleProvider(mailer)] };
});
afterEach(async () => {
  expect(feeds.arxiv.violations()).toBe(0);
  await feeds.close();
  await emptyTables(base.db);
});
afterAll(() => base.close());

const rank = (at: string, hour?: string) => {
  ctx.clock.set(at);
  return rankJob(ctx, { day: DAY, ...(hour ? { hour } : {}) }, new AbortController().signal);
};
const publish = (version: number, withdrawn: boolean) => {
  const published = '2026-11-20T09:00:00Z';
  feeds.entries.push({ id: WITHDRAWN, version, published, ...(withdrawn ? { comment } : {}) });
};
/** Stores a withdrawal as ingestion does. */
const withdraw = () =>
  storePapers(
    ctx.db,
    'arxiv',
    [sourcePaper({ id: WITHDRAWN, version: 2, comment, withdrawn: true })],
    ctx.clock.now(),
  );

async function expectSentWithout(id: string) {
  expect(mailer.taken.map(({ to }) => to).sort()).toEqual(SUBSCRIBERS);
  for (const { html, text } of mailer.taken) {
    expect(html).toContain('https://arxiv.org/abs/2611.');
    expect(`${html}${text}`).not.toContain(id);
  }
  expect(await dailyBooks(ctx)).toMatchObject({ id: EDITION, state: 'finished', accepted: 2, failed: 0 });
}

it('leaves out a paper that was ranked at two and withdrawn at five from the digests of seven', async () => {
  await fillEdition(ctx, SUBSCRIBERS);
  publish(1, false);
  expect(await rank(`${DAY}T03:45:00Z`)).toMatchObject({ rechecked: { asked: 15, withdrawn: [] } });
  publish(2, true);
  const report = await rank(`${DAY}T06:05:00Z`, `${DAY}T06`);
  expect(report).toMatchObject({ rechecked: { withdrawn: [WITHDRAWN], failure: null } });
  ctx.clock.set(SEND_HOUR);
  await deliver(ctx, {});
  await expectSentWithout(WITHDRAWN);
});

it('sends on time when arXiv does not respond', async () => {
  await fillEdition(ctx, SUBSCRIBERS);
  feeds.arxiv.fail({ kind: 'status', status: 503 });
  const report = await rank(`${DAY}T06:05:00Z`, `${DAY}T06`);
  expect(report).toMatchObject({ rechecked: { asked: 0, failure: expect.stringContaining('503') } });
  ctx.clock.set(SEND_HOUR);
  await deliver(ctx, {});
  expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 2 });
  for (const { html } of mailer.taken) expect(html).toContain(WITHDRAWN);
});

it('composes from a frozen pool without a paper withdrawn since', async () => {
  await fillEdition(ctx, SUBSCRIBERS);
  await withdraw();
  await deliver(ctx, {});
  await expectSentWithout(WITHDRAWN);
  const pool = await createPoolCache(BUILT_IN_TAXONOMY).newest(ctx.db, `day-${DAY}`);
  if (!pool) throw new Error('The pool was not ranked.');
  expect(pool.papers).toHaveLength(15);
  expect((await withoutQuarantined(ctx.db, pool, ctx.clock.now())).papers).toHaveLength(14);
});

it('composes a deferred digest again when one of its papers was withdrawn', async () => {
  await fillEdition(ctx, SUBSCRIBERS);
  mailer.next('defer', 'defer');
  await deliver(ctx, {});
  expect(mailer.taken).toEqual([]);
  const digests = await ctx.db.selectFrom('deliveries').select('digest').execute();
  for (const { digest } of digests) expect(JSON.stringify(digest)).toContain(WITHDRAWN);
  await withdraw();
  mailer.next();
  ctx.clock.advance(30 * 60_000);
  await deliver(ctx, {});
  await expectSentWithout(WITHDRAWN);
  const sent = await ctx.db.selectFrom('sent_papers').select('paper_id').execute();
  expect(sent.map(({ paper_id }) => paper_id)).not.toContain(WITHDRAWN);
});
