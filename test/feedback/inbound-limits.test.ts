import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INBOUND_REPORTS } from '../../config/alerts.ts';
import { FEEDBACK } from '../../config/feedback.ts';
import { readOpenAlerts } from '../../src/alerts/alert-queries.ts';
import { describeReports } from '../../src/feedback/describe-reports.ts';
import { parseInboundEmail } from '../../src/feedback/email/parse-inbound-email.ts';
import { readInboundCounts } from '../../src/feedback/inbound-count-queries.ts';
import { processInboundEmail } from '../../src/feedback/process-inbound.ts';
import { storeAndApplyReport } from '../../src/feedback/reports/store-report.ts';
import { deleteExpiredPayloads } from '../../src/feedback/sweep-reports.ts';
import { putDeliveries } from '../support/deliveries.ts';
import { bounceOf, emailOf, emailTo } from '../support/inbound-emails.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { reportOf } from '../support/reports.ts';
import { emptyTables } from '../support/tables.ts';
import { testWatch } from '../support/watch.ts';

const HEAD = 'From: a@example.org\r\nReturn-Path: <>\r\nContent-Type: text/plain\r\n';
const MEGABYTE = 1024 * 1024;
const filled = (start: string, piece: string) =>
  Buffer.concat([Buffer.from(start), Buffer.alloc(MEGABYTE - start.length, piece)]);

/** CPU seconds of this process and its threads while an action runs. */
async function cpuOf(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('parsing an inbound email', () => {
  beforeAll(() => parseInboundEmail({ raw: emailTo('a@example.org'), sender: null }));

  it.each([
    ['line ends', filled(`${HEAD}\r\n`, '\r\n')],
    ['bare line feeds', filled(`${HEAD}\r\n`, '\n')],
    ['a header of folded lines', filled(HEAD, ' \n')],
    ['one long line', filled(`${HEAD}\r\n`, 'a')],
    ['an endless header', filled(`${HEAD}X: `, 'a')],
    ['angle brackets in HTML', filled(`${HEAD.replace('plain', 'html')}\r\n`, '<')],
    ['colons', filled(`${HEAD}\r\n`, ':')],
    ['words of bounces', filled(`${HEAD}\r\n`, 'mail delivery message user could not address ')],
    ['addresses', filled(`${HEAD}\r\n`, '<a@example.org>:\n')],
    ['spaces and line ends', filled(`${HEAD}\r\n`, ' \n\n')],
    ['boundaries', filled(`${HEAD.replace('text/plain', 'multipart/mixed; boundary=b')}\r\n`, '--b\r\n')],
    ['recipients', filled(`${HEAD}To: `, 'a@example.org,')],
  ])('costs little for 1 MB of %s', async (_, raw) => {
    // Ten times what it takes, for a busy machine; without limits it was 3 to 5 s for line ends.
    expect(await cpuOf(() => parseInboundEmail({ raw, sender: null }))).toBeLessThan(2);
  });

  it('leaves the calling process free', async () => {
    const raw = filled(`${HEAD}\r\n`, '\r\n');
    let longest = 0;
    let last = performance.now();
    const ticks = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await parseInboundEmail({ raw, sender: null });
    clearInterval(ticks);
    expect(longest).toBeLessThan(200);
  });

  it('that exceeds its time fails for later, and the next email is parsed by a new worker', async () => {
    const slow = parseInboundEmail({ raw: filled(`${HEAD}\r\n`, 'a\n'), sender: null }, 0);
    const next = parseInboundEmail({ raw: bounceOf({ messageId: '<a@example.org>' }), sender: '' });
    await expect(slow).rejects.toMatchObject({ code: 'MAIL_PARSE_FAILED', retry: 'later' });
    expect(await next).toMatchObject({ report: { shape: 'status' } });
  });

  it('sees a report behind many lines, up to the limit', async () => {
    const text = bounceOf({ messageId: '<a@example.org>' }).toString();
    const padded = (lines: number) => Buffer.from(text.replace('I am sorry.', 'x\r\n'.repeat(lines)));
    const reportIn = async (lines: number) =>
      (await parseInboundEmail({ raw: padded(lines), sender: '' }))?.report?.shape ?? null;
    expect(await reportIn(FEEDBACK.parsedEmailLines - 100)).toBe('status');
    expect(await reportIn(FEEDBACK.parsedEmailLines)).not.toBe('status');
  });
});

describe('reports by email', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation({ now: '2026-11-23T08:00:00Z' });
  });
  afterAll(() => ctx.close());

  const notice = emailOf(
    'From: postmaster@example.org',
    'To: digest@paperboy.example.org',
    '',
    'We are moving.',
  );
  const countsNow = async () =>
    readInboundCounts(ctx.db, new Date(ctx.clock.now().getTime() - 24 * 3_600_000));

  it('are counted once, by outcome, until their retention ends', async () => {
    const { id: subscriberId } = await putSubscriber(ctx, 'ada@example.com');
    const [id] = await putDeliveries(ctx, subscriberId, 1);
    const ours = bounceOf({ messageId: `<digest.${id}@paperboy.example.org>` });
    for (const raw of [
      ours,
      ours,
      bounceOf({ messageId: '<1@example.org>' }),
      notice,
      emailTo('x@example.org'),
    ])
      await processInboundEmail(ctx, { raw, sender: null });
    expect(await countsNow()).toEqual({ matched: 1, unmatched: 1, 'not-understood': 1 });
    ctx.clock.advance(31 * 86_400_000);
    await deleteExpiredPayloads(ctx);
    expect(await ctx.db.selectFrom('inbound_counts').selectAll().execute()).toEqual([]);
    await emptyTables(ctx.db);
  });

  it('raise an alert when many have no effect, until the day is over', async () => {
    const watch = testWatch(ctx);
    const alerts = async () =>
      (await readOpenAlerts(ctx.db)).map(({ code, message }) => `${code} ${message}`);
    for (let count = 1; count < INBOUND_REPORTS.minimum; count += 1)
      await processInboundEmail(ctx, { raw: notice, sender: null });
    await watch.after(60_000);
    expect(await alerts()).not.toContainEqual(expect.stringMatching(/^REPORTS_NOT_UNDERSTOOD/));
    await processInboundEmail(ctx, { raw: bounceOf({ messageId: '<1@example.org>' }), sender: null });
    await watch.after(60_000);
    expect(await alerts()).toContain(
      'REPORTS_NOT_UNDERSTOOD Last 24 hours: 10 of 10 bounce emails had no effect (9 not understood, 1 without ' +
        'an id of ours).',
    );
    await watch.after(25 * 3_600_000);
    expect(await alerts()).not.toContainEqual(expect.stringMatching(/^REPORTS_NOT_UNDERSTOOD/));
    await emptyTables(ctx.db);
  });

  it('are described for doctor, which fails when emails go out for days and none ever matches', async () => {
    const described = (env: { RESEND_WEBHOOK_SECRET?: string } = {}) =>
      describeReports({ db: ctx.db, env }, ctx.clock.now());
    await processInboundEmail(ctx, { raw: notice, sender: null });
    expect(await described()).toMatchObject({
      ok: true,
      result: expect.stringContaining('1 not understood'),
    });

    const { id: subscriberId } = await putSubscriber(ctx, 'ada@example.com');
    const ids = await putDeliveries(ctx, subscriberId, INBOUND_REPORTS.emailsWithoutReport);
    ctx.clock.set('2026-11-25T08:00:00Z');
    expect(await described()).toMatchObject({
      ok: true,
      result: expect.stringContaining('no report matched yet'),
    });
    ctx.clock.set('2026-11-26T08:00:00Z');
    const never = {
      result: expect.stringMatching(/at least 100 emails went out 3 or more days ago, and no report/),
    };
    expect(await described()).toMatchObject({ ok: true, ...never });
    expect(await described({ RESEND_WEBHOOK_SECRET: 'whsec_x' })).toMatchObject({
      ok: false,
      ...never,
    });
    await storeAndApplyReport(ctx, reportOf('delivered', { providerEmailId: 'not ours' }), 'raw');
    expect(await described()).toMatchObject({
      ok: false,
      result: expect.stringContaining('1 report arrived'),
    });
    await storeAndApplyReport(ctx, reportOf('delivered', { emailId: ids[0] ?? null }), 'raw');
    expect(await described()).toMatchObject({ ok: true, result: expect.stringContaining('reports match') });
    await emptyTables(ctx.db);
  });
});
