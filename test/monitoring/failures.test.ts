import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeHTML } from 'entities';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { startRedis } from '../../bench/private-servers.ts';
import { MONITOR } from '../../config/alerts.ts';
import { DASHBOARD } from '../../config/dashboard.ts';
import { alertKind } from '../../src/alerts/alert-kinds.ts';
import { resumeEdition } from '../../src/delivery/operations/resume-edition.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { createResendMailer } from '../../src/delivery/providers/mailers/resend.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { readDatabaseTime } from '../../src/monitoring/checks/check-queries.ts';
import { ingest } from '../../src/papers/ingest/ingest.ts';
import { createApp } from '../../src/web/http/app.ts';
import { dashboardBrowser, putOperator } from '../support/dashboard.ts';
import { dailyBooks, EDITION, fillEdition, SEND_HOUR } from '../support/due-edition.ts';
import { startFeeds } from '../support/feeds.ts';
import { dailyList } from '../support/hugging-face-server.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../support/installation.ts';
import { startResend } from '../support/resend-server.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { emptyTables } from '../support/tables.ts';
import { testWatch } from '../support/watch.ts';

/** Every failure is found by the next round of checks. */
const ROUND_MS = MONITOR.intervalMs;
const DAY = '2026-11-20';
const PEOPLE = ['ada@example.com', 'bob@example.com'];

const closing: (() => unknown)[] = [];
let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ env: { SOURCES: 'hugging-face' } });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await emptyTables(ctx.db);
});
afterAll(() => ctx.close());

/** Text of the dashboard's first page, which refreshes itself every few seconds. */
async function dashboardText(on: TestInstallation): Promise<string> {
  const app = createApp(on);
  const name = `viewer-${randomUUID().slice(0, 8)}`;
  await putOperator(on, name, 'viewer');
  const browser = dashboardBrowser(app);
  await browser.signIn(name);
  const answer = await browser.get('/operator');
  expect(answer.status).toBe(200);
  return textOf(await answer.text());
}

/** Expects the alert on the dashboard with headline, message, meaning and remedy. */
async function expectOnDashboard(
  on: TestInstallation,
  alert: { code: string; message: string; remedy: string },
) {
  const kind = alertKind(alert.code);
  const page = await dashboardText(on);
  expect(page).toContain('Needs attention: ');
  expect(page).toContain(`${kind?.headline} : ${alert.message} ${kind?.meaning} What to do: ${alert.remedy}`);
}

/** Text of a page without its markup. */
function textOf(html: string): string {
  const words = html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ');
  return decodeHTML(words).replace(/\s+/g, ' ');
}

async function withFeeds() {
  ctx.clock.set(`${DAY}T03:30:00Z`);
  const feeds = await startFeeds(ctx);
  closing.push(() => feeds.close());
  const run = (day: string) => ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day });
  return { feeds, run, watch: testWatch({ ...ctx, ...feeds }) };
}

describe('a failure is on the dashboard within a minute, with its remedy, until it ends', () => {
  it('within a minute: one round of checks, then the page refreshes', () => {
    expect(2 * ROUND_MS + DASHBOARD.refreshSeconds * 1_000).toBeLessThan(60_000);
  });

  it('a source that is down', async () => {
    const { feeds, run, watch } = await withFeeds();
    feeds.lists[DAY] = dailyList(DAY, 4);
    feeds.huggingFace.fail({ kind: 'drop' });
    await expect(run(DAY)).rejects.toThrow();
    await watch.after(ROUND_MS);
    expect(await watch.alert('SOURCE_FAILED')).toMatchObject({
      subject: 'hugging-face',
      message: expect.stringMatching(/^Hugging Face Daily Papers failed once: it did not respond at .*\.$/),
      remedy: expect.stringContaining('npm run paperboy -- ingest --source hugging-face'),
    });
    await expectOnDashboard(ctx, await watch.alert('SOURCE_FAILED'));
    feeds.huggingFace.recover();
    await run(DAY);
    await watch.after(ROUND_MS);
    expect(await watch.open()).toEqual([]);
    expect(await dashboardText(ctx)).toContain('No open alerts.');
  });

  it('a source that responds without new papers', async () => {
    const { feeds, run, watch } = await withFeeds();
    feeds.lists['2026-11-17'] = dailyList('2026-11-17', 3);
    await run('2026-11-17');
    ctx.clock.set(`${DAY}T05:00:00Z`);
    await run(DAY);
    await watch.after(ROUND_MS);
    expect(await watch.alert('SOURCE_STALLED')).toMatchObject({
      subject: 'hugging-face',
      message: 'Hugging Face Daily Papers responds but has nothing newer than 2026-11-17.',
      remedy: expect.stringContaining('ingest --source hugging-face'),
    });
    await expectOnDashboard(ctx, await watch.alert('SOURCE_STALLED'));
    feeds.lists[DAY] = dailyList(DAY, 3);
    ctx.clock.advance(3_600_000);
    await run(DAY);
    await watch.after(ROUND_MS);
    expect(await watch.open()).not.toContain('SOURCE_STALLED hugging-face');
  });

  const servers = inject('postgres') === null || inject('redis') === null;
  it.skipIf(servers)('Redis down, although the queue itself cannot report it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'paperboy-redis-'));
    closing.push(() => rmSync(directory, { recursive: true, force: true }));
    const redis = await startRedis(directory);
    if (!redis) throw new Error('Redis was there a moment ago.');
    closing.push(() => redis.stop());
    const onRedis = await testInstallation({ way: 'postgres', env: { REDIS_URL: redis.url } });
    closing.push(() => onRedis.close());
    const watch = testWatch(onRedis);
    await watch.after(ROUND_MS);
    expect(await watch.open()).not.toContain('QUEUE_UNREACHABLE redis');
    await redis.stop();
    await watch.after(ROUND_MS);
    expect(await watch.alert('QUEUE_UNREACHABLE')).toMatchObject({
      subject: 'redis',
      message: expect.stringMatching(/^Redis is not responding: .*\.$/),
      remedy: expect.stringContaining('Start Redis'),
    });
    // The dashboard works without a queue.
    await expectOnDashboard(onRedis, await watch.alert('QUEUE_UNREACHABLE'));
    await redis.restart('SIGTERM');
    // Another process may still see the failure, so the alert lingers for a minute.
    await watch.after(ROUND_MS);
    expect(await watch.open()).toContain('QUEUE_UNREACHABLE redis');
    await watch.after(4 * ROUND_MS);
    expect(await watch.open()).not.toContain('QUEUE_UNREACHABLE redis');
  });

  it('a provider that rejects the key', async () => {
    await fillEdition(ctx, PEOPLE);
    const provider = await startResend({ now: () => ctx.clock.now() });
    closing.push(() => provider.close());
    const mailer = createResendMailer({
      apiKey: 're_wrong',
      baseUrl: provider.url,
      clock: ctx.clock,
      userAgent: 'test',
    });
    const wrong = { ...ctx, providers: [soleProvider(mailer)] };
    const watch = testWatch(wrong);
    await deliver(wrong, {});
    await watch.after(ROUND_MS);
    expect(await watch.open()).toEqual(['ACCOUNT_REJECTED resend', `EDITION_PAUSED ${EDITION}`]);
    expect(await watch.alert('ACCOUNT_REJECTED')).toMatchObject({
      message: expect.stringMatching(/^resend rejects our account: .*\.$/),
      remedy: expect.stringContaining('npm run paperboy -- doctor'),
    });
    expect(await watch.alert('EDITION_PAUSED')).toMatchObject({
      remedy: expect.stringContaining(`edition resume ${EDITION}`),
    });
    await expectOnDashboard(wrong, await watch.alert('ACCOUNT_REJECTED'));
    await expectOnDashboard(wrong, await watch.alert('EDITION_PAUSED'));
  });

  it('a disk that is full under the outbox', async ({ skip }) => {
    await fillEdition(ctx, PEOPLE);
    const disk = mountSmallDisk(join(ctx.directory, 'outbox'));
    if (disk === null) return skip('no disk can be mounted here');
    closing.push(() => disk.unmount());
    const watch = testWatch(ctx);
    disk.fill();
    await deliver(ctx, {});
    await watch.after(ROUND_MS);
    expect(await watch.open()).toEqual(['OUTBOX_UNWRITABLE outbox', `EDITION_PAUSED ${EDITION}`]);
    expect(await watch.alert('OUTBOX_UNWRITABLE')).toMatchObject({
      message: expect.stringMatching(/^ENOSPC: The outbox folder .* is not writable: ENOSPC.*\.$/),
      remedy: expect.stringMatching(/^Free disk space.*edition resume today$/),
    });
    await expectOnDashboard(ctx, await watch.alert('OUTBOX_UNWRITABLE'));
    disk.empty();
    await resumeEdition(ctx, { edition: EDITION, operator: 'ada' });
    await deliver(ctx, {});
    await watch.after(ROUND_MS);
    expect(await watch.open()).toEqual([]);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: PEOPLE.length });
  });

  it('a paper that breaks a step, while digests go out without it', async () => {
    await fillEdition(ctx, PEOPLE);
    const brokenPaper = '2611.00001';
    await sql`update papers set authors = '{"oops": 1}' where id = ${brokenPaper}`.execute(ctx.db);
    ctx.clock.set(`${EDITION.slice(-10)}T06:00:00Z`);
    await classifyAndRank(ctx, { day: EDITION.slice(-10) });
    const watch = testWatch(ctx);
    await watch.after(ROUND_MS);
    expect(await watch.alert('PAPER_QUARANTINED')).toMatchObject({
      subject: brokenPaper,
      message: expect.stringContaining(`The paper ${brokenPaper} broke ranking and is quarantined: `),
      remedy: expect.stringMatching(/^No action is needed today\. Report the reason as a bug/),
    });
    await expectOnDashboard(ctx, await watch.alert('PAPER_QUARANTINED'));
    ctx.clock.set(SEND_HOUR);
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: PEOPLE.length });
    await sql`update papers set content_hash = 'another', authors = '["Jane Doe"]' where id = ${brokenPaper}`.execute(
      ctx.db,
    );
    await watch.after(ROUND_MS);
    expect(await watch.open()).not.toContain(`PAPER_QUARANTINED ${brokenPaper}`);
  });

  it.each([
    [2 * 3_600_000 + 300_000, 'forward by 2 h 5 min'],
    [-90_000, 'back by 90 s'],
  ])('a clock that jumps (%d ms)', async (milliseconds, words) => {
    ctx.clock.set(`${DAY}T12:00:00Z`);
    const watch = testWatch(ctx);
    await watch.after(ROUND_MS);
    await watch.after(ROUND_MS);
    expect(await watch.open()).toEqual([]);
    watch.jump(milliseconds);
    await watch.after(ROUND_MS);
    expect(await watch.alert('CLOCK_JUMPED')).toMatchObject({
      subject: 'host-a',
      message: expect.stringContaining(`The clock of host-a jumped ${words}`),
      remedy: expect.stringContaining('NTP'),
    });
    await expectOnDashboard(ctx, await watch.alert('CLOCK_JUMPED'));
    await watch.after(30 * 60_000);
    expect(await watch.open()).toContain('CLOCK_JUMPED host-a');
    await watch.after(31 * 60_000);
    expect(await watch.open()).not.toContain('CLOCK_JUMPED host-a');
  });

  it("a clock that differs from PostgreSQL's", async () => {
    const real = testWatch(ctx, () => readDatabaseTime(ctx.db));
    ctx.clock.set(new Date(Date.now() + 3 * 3_600_000));
    await real.runChecks();
    expect(await real.alert('CLOCK_SKEW')).toMatchObject({
      message: expect.stringMatching(/^The clock of host-a is 3 h 0 min ahead of PostgreSQL's\.$/),
    });
    ctx.clock.set(new Date());
    await real.runChecks();
    expect(await real.open()).not.toContain('CLOCK_SKEW host-a');
  });
});
