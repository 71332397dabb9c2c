import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import { type Alert, clearAlert, raiseAlert } from '../../../src/alerts/alerts.ts';
import { notifyOperators } from '../../../src/monitoring/notify/notify-operators.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';
import { emptyTables } from '../../support/tables.ts';
import { startWebhookSink, type WebhookSink } from '../../support/webhook-sink.ts';

const KEY = Buffer.alloc(24, 7).toString('base64');
const ALERT: Alert = {
  code: 'SOURCE_FAILED',
  subject: 'arxiv',
  message: 'arXiv failed once: it did not respond.',
};

let base: TestInstallation;
let ctx: TestInstallation;
let sink: WebhookSink;
let mailer: ScriptedMailer;
beforeAll(async () => {
  base = await testInstallation();
});
beforeEach(async () => {
  sink = await startWebhookSink();
  mailer = scriptedMailer();
  ctx = {
    ...base,
    providers: [soleProvider(mailer)],
    env: {
      ...base.env,
      ALERT_WEBHOOK_URL: sink.url,
      ALERT_WEBHOOK_SECRET: `whsec_${KEY}`,
      ALERT_MAIL_TO: ['ada@example.org', 'bob@example.org'],
    },
  };
});
afterEach(async () => {
  await sink.close();
  await emptyTables(base.db);
});
afterAll(() => base.close());

const bodies = () => sink.posted.map(({ body }) => JSON.parse(body));
const events = () => bodies().map(({ type, data }) => `${type} ${data.subject}`);
const subjects = () => mailer.taken.map(({ to, subject }) => `${to} ${subject}`);

it('notifies once per channel and opened or resolved alert, from any number of processes', async () => {
  await raiseAlert(ctx, ALERT);
  await Promise.all([notifyOperators(ctx), notifyOperators(ctx), notifyOperators(ctx)]);
  await raiseAlert(ctx, ALERT);
  ctx.clock.advance(3_600_000);
  await notifyOperators(ctx);
  expect(events()).toEqual(['alert.opened arxiv']);
  expect(bodies()[0]).toMatchObject({
    text: expect.stringMatching(
      /^A source is unavailable\. arXiv failed once.*ingest --source arxiv.*\/operator$/,
    ),
    data: {
      code: 'SOURCE_FAILED',
      headline: 'A source is unavailable',
      since: '2026-11-23T08:00:00.000Z',
      over: null,
      link: 'http://paperboy.example.org/operator',
    },
  });
  expect(subjects()).toEqual([
    'ada@example.org Paperboy: A source is unavailable',
    'bob@example.org Paperboy: A source is unavailable',
  ]);
  expect(mailer.taken[0]?.text).toMatch(
    /failed once[\s\S]*What to do:[\s\S]*since 2026-11-23 08:00|2026-11-23 08:00 UTC/,
  );
  await clearAlert(ctx, ctx.db, ALERT);
  await Promise.all([notifyOperators(ctx), notifyOperators(ctx)]);
  await notifyOperators(ctx);
  expect(events()).toEqual(['alert.opened arxiv', 'alert.over arxiv']);
  expect(subjects().slice(2)).toEqual([
    'ada@example.org Paperboy: Resolved: A source is unavailable',
    'bob@example.org Paperboy: Resolved: A source is unavailable',
  ]);
});

it('signs webhooks per Standard Webhooks', async () => {
  await raiseAlert(ctx, ALERT);
  await notifyOperators(ctx);
  const [{ headers, body } = { headers: {}, body: '' }] = sink.posted;
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', Buffer.from(KEY, 'base64')).update(content).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(Number(headers['webhook-timestamp'])).toBe(ctx.clock.now().getTime() / 1000);
});

it('retries a failed webhook under the same id, without holding back the email', async () => {
  sink.answer(500, 429);
  await raiseAlert(ctx, ALERT);
  await notifyOperators(ctx);
  await notifyOperators(ctx);
  expect(sink.posted.length).toBe(1);
  ctx.clock.advance(ALERT_NOTIFICATIONS.backOffMs[0] ?? 0);
  await notifyOperators(ctx);
  await notifyOperators(ctx);
  expect(sink.posted.length).toBe(2);
  ctx.clock.advance(ALERT_NOTIFICATIONS.backOffMs[1] ?? 0);
  await notifyOperators(ctx);
  ctx.clock.advance(3_600_000);
  await notifyOperators(ctx);
  expect(sink.posted.length).toBe(3);
  expect(new Set(sink.posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(subjects().length).toBe(2);
});

it('posts while no email provider is available, and emails once one is back', async () => {
  await raiseAlert(ctx, ALERT);
  mailer.next('halt');
  await notifyOperators(ctx);
  expect(events()).toEqual(['alert.opened arxiv']);
  expect(subjects()).toEqual([]);
  // The back-off of a rejected account is five minutes. The rejection is an alert in the same email, too.
  ctx.clock.advance(6 * 60_000);
  await notifyOperators(ctx);
  expect(subjects()).toEqual(['ada@example.org Paperboy: 2 alerts', 'bob@example.org Paperboy: 2 alerts']);
});

it('sends nothing about an alert that ended before its first notification', async () => {
  await raiseAlert(ctx, ALERT);
  await clearAlert(ctx, ctx.db, ALERT);
  await notifyOperators(ctx);
  expect(events()).toEqual([]);
  expect(subjects()).toEqual([]);
});

it('bundles a flood of alerts into few emails, and skips suppressed addresses', async () => {
  const now = ctx.clock.now();
  await insertSuppression(ctx.db, { address: 'bob@example.org', reason: 'hard-bounce', source: 'test', now });
  for (let minute = 0; minute < 59; minute += 1) {
    await raiseAlert(ctx, { ...ALERT, subject: `source-${minute}` });
    await notifyOperators(ctx);
    ctx.clock.advance(60_000);
  }
  expect(mailer.taken.length).toBe(ALERT_NOTIFICATIONS.emailsPerHour);
  expect(sink.posted.length).toBe(59);
  ctx.clock.advance(60_000);
  await notifyOperators(ctx);
  expect(subjects().at(-1)).toBe('ada@example.org Paperboy: 50 alerts');
  expect(subjects().some((line) => line.startsWith('bob'))).toBe(false);
});
