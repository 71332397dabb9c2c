import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { MONITOR, REPORT_RATES } from '../../config/alerts.ts';
import { pauseEdition } from '../../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../../src/delivery/operations/resume-edition.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { checkTotals } from '../../src/delivery/status/check-totals.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { notifyOperators } from '../../src/monitoring/notify/notify-operators.ts';
import { ingest } from '../../src/papers/ingest/ingest.ts';
import { EDITION, fillEdition } from '../support/due-edition.ts';
import { startFeeds } from '../support/feeds.ts';
import { dailyList } from '../support/hugging-face-server.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../support/scripted-mailer.ts';
import { emptyTables } from '../support/tables.ts';
import { testWatch } from '../support/watch.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

const DAY = '2026-11-23';
const MINUTE_MS = 60_000;

let base: TestInstallation;
let ctx: TestInstallation;
let sink: WebhookSink;
let mailer: ScriptedMailer;
beforeAll(async () => {
  base = await testInstallation({ env: { SOURCES: 'hugging-face' } });
});
beforeEach(async () => {
  sink = await startWebhookSink();
  mailer = scriptedMailer();
  const env = { ...base.env, ALERT_WEBHOOK_URL: sink.url, ALERT_MAIL_TO: ['ann@example.org'] };
  ctx = { ...base, env, providers: [soleProvider(mailer)] };
});
afterEach(async () => {
  await sink.close();
  await emptyTables(base.db);
});
afterAll(() => base.close());

/** Webhooks posted so far for alerts with this code: events, remedies and headlines. */
function postedFor(code: string) {
  const posted = sink.posted.map(({ body }) => JSON.parse(body)).filter(({ data }) => data.code === code);
  return {
    events: posted.map(({ type, data }) => `${type} ${data.subject}`),
    remedies: posted.map(({ data }) => data.remedy as string),
    headlines: [...new Set(posted.map(({ data }) => data.headline as string))],
  };
}

/** Runs checks and notifications repeatedly, like several processes do. */
async function runRounds(watch: ReturnType<typeof testWatch>, milliseconds: number = MONITOR.intervalMs) {
  await watch.after(milliseconds);
  await Promise.all([notifyOperators(ctx), notifyOperators(ctx)]);
  await watch.after(MONITOR.intervalMs);
  await notifyOperators(ctx);
}

/** Expects one opening notification per channel, with the remedy. */
function expectOpened(code: string, subject: string, remedy: RegExp) {
  const { events, remedies, headlines } = postedFor(code);
  expect(events).toEqual([`alert.opened ${subject}`]);
  expect(remedies[0]).toMatch(remedy);
  const emails = mailer.taken.filter(({ text }) => text.includes(headlines[0] ?? code));
  expect(emails.length).toBe(1);
  expect(emails[0]?.text.replace(/\s+/g, ' ')).toContain(remedies[0]?.replace(/\s+/g, ' '));
}

/** Expects one more notification per channel that the alert is resolved. */
function expectOver(code: string, subject: string) {
  const { events, headlines } = postedFor(code);
  expect(events).toEqual([`alert.opened ${subject}`, `alert.over ${subject}`]);
  const emails = mailer.taken.filter(({ text }) => text.includes(headlines[0] ?? code));
  expect(emails.length).toBe(2);
}

it('raises RUN_LATE until the day is ranked and planned', async () => {
  ctx.clock.set(`${DAY}T04:00:00Z`);
  const watch = testWatch(ctx);
  await runRounds(watch, 10 * MINUTE_MS);
  expect(postedFor('RUN_LATE').events).toEqual([]);
  await runRounds(watch, 5 * MINUTE_MS);
  expectOpened('RUN_LATE', DAY, /rank --day 2026-11-23.*edition plan 2026-11-23/);
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  await runRounds(watch);
  expectOver('RUN_LATE', DAY);
});

it('raises SOURCE_STALLED until the source has new papers', async () => {
  ctx.clock.set('2026-11-20T03:30:00Z');
  const feeds = await startFeeds(ctx);
  ctx = { ...ctx, sources: feeds.sources };
  const run = (day: string) => ingest(ctx, { source: 'hugging-face', day });
  feeds.lists['2026-11-17'] = dailyList('2026-11-17', 3);
  await run('2026-11-17');
  ctx.clock.set('2026-11-20T05:00:00Z');
  await run('2026-11-20');
  const watch = testWatch(ctx);
  await runRounds(watch);
  expectOpened('SOURCE_STALLED', 'hugging-face', /ingest --source hugging-face/);
  feeds.lists['2026-11-20'] = dailyList('2026-11-20', 3);
  ctx.clock.advance(60 * MINUTE_MS);
  await run('2026-11-20');
  // Long enough after its start, a process ends alerts of this kind.
  await runRounds(watch);
  expectOver('SOURCE_STALLED', 'hugging-face');
  await feeds.close();
});

it('raises TOTALS_MISMATCH while a planned delivery has no row', async () => {
  await fillEdition(ctx, ['ada@example.com', 'bob@example.com']);
  const watch = testWatch(ctx);
  await sql`create table taken_away as select * from deliveries limit 1`.execute(ctx.db);
  await sql`delete from deliveries where id in (select id from taken_away)`.execute(ctx.db);
  await checkTotals(ctx);
  await runRounds(watch);
  expectOpened('TOTALS_MISMATCH', EDITION, /backup.* ledger --edition daily-2026-11-23/);
  await sql`insert into deliveries select * from taken_away`.execute(ctx.db);
  await sql`drop table taken_away`.execute(ctx.db);
  await checkTotals(ctx);
  await runRounds(watch);
  expectOver('TOTALS_MISMATCH', EDITION);
});

it('raises COMPLAINTS_WARNING while the complaint rate is above its limit', async () => {
  ctx.clock.set(`${DAY}T12:00:00Z`);
  const span = `${REPORT_RATES.days} days`;
  const accepted = (number: number, day: string, complaints: number) =>
    sql`
    with edition as (
      insert into editions (id, cadence, day, state, audience, opened_at, planned_at, finished_at)
      values (${`daily-${day}`}, 'daily', ${day}, 'finished', ${number}, now(), now(), now())
    ), people as (
      insert into subscribers (id, address, address_hash, state, leave_key, created_at, state_changed_at)
      select gen_random_uuid(), ${day} || n || '@example.com', ${day} || n, 'pending', ${day} || n, now(), now()
      from generate_series(1, ${number}::int) as n returning id
    )
    insert into deliveries (id, edition_id, subscriber_id, state, digest, send_at, due_at, local_day, created_at, arrival, arrival_at)
    select id, ${`daily-${day}`}, id, 'accepted', '{}', ${day}, ${day}, ${day}, now(),
      case when row_number() over () <= ${complaints} then 'complained' end,
      case when row_number() over () <= ${complaints} then now() end
    from people`.execute(ctx.db);
  await accepted(1_000, '2026-11-21', 2);
  const watch = testWatch(ctx);
  await runRounds(watch);
  expect(postedFor('COMPLAINTS_ALARM').events).toEqual([]);
  expect(postedFor('COMPLAINTS_WARNING').events.sort()).toEqual(
    [`alert.opened ${span}`, 'alert.opened daily-2026-11-21'].sort(),
  );
  expect(postedFor('COMPLAINTS_WARNING').remedies[0]).toMatch(
    /^Look for a recent change: an import without consent/,
  );
  await accepted(3_000, '2026-11-22', 0);
  await runRounds(watch, 2 * MONITOR.reportsIntervalMs);
  await runRounds(watch, 2 * MONITOR.reportsIntervalMs);
  expect(postedFor('COMPLAINTS_WARNING').events.slice(2).sort()).toEqual(
    [`alert.over ${span}`, 'alert.over daily-2026-11-21'].sort(),
  );
  const texts = mailer.taken.map(({ text }) => text.replace(/\s+/g, ' '));
  expect(texts.filter((text) => text.includes('The complaint rate is rising')).length).toBe(2);
});

it('raises EDITION_PAUSED once deliveries of a paused edition are past due', async () => {
  await fillEdition(ctx, ['ada@example.com']);
  await pauseEdition(ctx, { edition: EDITION, operator: 'ann', reason: 'a wrong summary' });
  const watch = testWatch(ctx);
  await runRounds(watch);
  // The operator who paused it knows: no alert before deliveries are late.
  expect(postedFor('EDITION_PAUSED').events).toEqual([]);
  await runRounds(watch, 10 * MINUTE_MS);
  expectOpened('EDITION_PAUSED', EDITION, /edition resume daily-2026-11-23/);
  await resumeEdition(ctx, { edition: EDITION, operator: 'ann' });
  await runRounds(watch);
  expectOver('EDITION_PAUSED', EDITION);
});
