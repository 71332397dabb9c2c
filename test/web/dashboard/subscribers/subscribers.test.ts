import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { readSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { AN_ADDRESS, type DashboardBrowser, type TestDashboard } from '../../../support/dashboard.ts';
import { EDITION } from '../../../support/due-edition.ts';
import { halfSentDashboard } from '../../../support/half-sent.ts';
import { hashDatabase } from '../../../support/site.ts';

const ANSWER = /<p class="status-line">(.*?)<\/p>/;

describe('subscribers', () => {
  let dashboard: TestDashboard;
  let operator: DashboardBrowser;
  let viewer: DashboardBrowser;
  beforeAll(async () => {
    ({ dashboard } = await halfSentDashboard());
    operator = await dashboard.signedInAs('operator', 'olga');
    viewer = await dashboard.signedInAs('viewer', 'vera');
  });
  afterAll(() => dashboard?.close());

  const pathOf = async (name: string) => {
    const found = await findSubscriberByAddress(dashboard.ctx.db, `${name}@example.com`);
    if (!found) throw new Error(`${name} is not there`);
    return `/operator/subscribers/${found.id}`;
  };
  const pageOf = async (browser: DashboardBrowser, path: string) => (await browser.get(path)).text();
  const entriesOf = (verb: string) => readAuditEntries(dashboard.ctx.db, { verb }, 50);
  const noticeOf = async (browser: DashboardBrowser, answer: Response) => {
    expect(answer.status).toBe(303);
    const page = await pageOf(browser, answer.headers.get('Location') ?? '');
    return /<p class="note[^>]*>(.*?)<\/p>/.exec(page)?.[1]?.replace(/<[^>]+>/g, '') ?? '';
  };

  it('are found by the full address, which appears in no URL', async () => {
    const found = await operator.post('/operator/subscribers', { address: ' ADA@example.com ' });
    expect([found.status, found.headers.get('Location')]).toEqual([303, await pathOf('ada')]);
    for (const address of ['unknown@example.com', 'ada@example', 'da@example.com', "' or 1=1 --"]) {
      const answer = await operator.post('/operator/subscribers', { address });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toMatch(/No subscriber has this address|Enter a valid email address/);
    }
  });

  it('are found by viewers with a GET request, and shown masked', async () => {
    const ask = async (address: string) => {
      const header = { 'X-Lookup-Email': encodeURIComponent(address), Accept: 'application/json' };
      return (await viewer.get('/operator/subscribers', header)).json();
    };
    expect(await ask('eva@example.com')).toEqual({ to: await pathOf('eva') });
    expect(await ask('unknown@example.com')).toEqual({
      text: expect.stringContaining('No subscriber has this address'),
    });
    expect(await ask('%')).toEqual({ text: 'Enter a valid email address.' });
    const form = await pageOf(viewer, '/operator/subscribers');
    expect(form).not.toMatch(/<input[^>]*type="email"[^>]*name=|<input[^>]*name=[^>]*type="email"/);
    const page = await pageOf(viewer, await pathOf('eva'));
    expect(page).toContain('<h1>e•••@example.com</h1>');
    expect(page).not.toContain('eva@');
    expect(page).not.toMatch(/Erase subscriber|Unsuppress|Export personal data/);
    expect(await pageOf(operator, await pathOf('eva'))).toContain('<h1>eva@example.com</h1>');
  });

  it.each([
    [
      'ada',
      /^Very likely: scripted accepted daily-2026-11-23 at 07:00 UTC, and no problem was reported since\.$/,
    ],
    ['eva', /^No: daily-2026-11-23 failed permanently\. .+ When the cause is fixed, unsuppress the address/],
    ['fay', /^Unknown: daily-2026-11-23 was sent at 07:00 UTC/],
    ['gil', /^No: daily-2026-11-23 was skipped \(unsubscribed\)\.$/],
    ['hal', /^Not yet: daily-2026-11-23 is scheduled for 09:00 UTC \(in 1 h 55 min\)\.$/],
  ])('have an answer to “did they get it?”: %s', async (name, expected) => {
    const page = await pageOf(viewer, await pathOf(name));
    expect(ANSWER.exec(page)?.[1]?.replaceAll('&#x27;', "'")).toMatch(expected);
    expect(page).toContain(`<th scope="row"><a href="/operator/editions/${EDITION}">${EDITION}</a></th>`);
  });

  it('need confirmation before a retry is suggested, and never once they left', async () => {
    const eva = (await findSubscriberByAddress(dashboard.ctx.db, 'eva@example.com'))?.id ?? '';
    const answerFor = async (state: string) => {
      await dashboard.ctx.db.updateTable('subscribers').set({ state }).where('id', '=', eva).execute();
      return ANSWER.exec(await pageOf(viewer, await pathOf('eva')))?.[1] ?? '';
    };
    expect(await answerFor('pending')).toContain('Retry the failed deliveries of the edition once they have');
    expect(await answerFor('unsubscribed')).not.toMatch(/retry/i);
    expect(await answerFor('active')).toContain('When the cause is fixed, retry');
    await answerFor('suppressed');
  });

  it('have an answer that follows the latest report', async () => {
    const { db, clock } = dashboard.ctx;
    const bea = await findSubscriberByAddress(db, 'bea@example.com');
    for (const [arrival, expected] of [
      ['delivered', 'Yes: '],
      ['hard-bounced', 'No: '],
      ['delayed', 'Not yet: '],
    ] as const) {
      const reported = { arrival, arrival_at: clock.now() };
      await db
        .updateTable('deliveries')
        .set(reported)
        .where('subscriber_id', '=', bea?.id ?? '')
        .execute();
      const page = await pageOf(viewer, await pathOf('bea'));
      expect(ANSWER.exec(page)?.[1]).toMatch(new RegExp(`^${expected}scripted accepted .* 07:05 UTC`));
    }
  });

  it('show consent and preferences', async () => {
    const page = await pageOf(viewer, await pathOf('hal'));
    expect(page).toMatch(/2026-11-23 03:40 UTC, source: test/);
    expect(page).toMatch(/daily at 09:00 \(UTC\), up to 4 papers; follows .*; no email on quiet days/);
  });

  it('are unsuppressed once, with a reason, and asked to confirm', async () => {
    const path = await pathOf('eva');
    expect(await pageOf(operator, path)).toContain('address-refused');
    const without = await operator.post(`${path}/unsuppress`, { reason: ' ' });
    expect(await noticeOf(operator, without)).toContain('A reason is required to unsuppress an address');
    const fields = { reason: 'eva@example.com wrote: the mailbox works' };
    const first = await noticeOf(operator, await operator.post(`${path}/unsuppress`, fields));
    const second = await noticeOf(operator, await operator.post(`${path}/unsuppress`, fields));
    expect([first, second]).toEqual([
      expect.stringContaining('A confirmation email is on its way.'),
      expect.stringContaining('Nothing changed'),
    ]);
    expect((await findSubscriberByAddress(dashboard.ctx.db, 'eva@example.com'))?.state).toBe('pending');
    expect(await readSuppression(dashboard.ctx.db, 'eva@example.com')).toBeNull();
    const emails = await dashboard.ctx.db.selectFrom('notifications').select('kind').execute();
    expect(emails).toEqual([{ kind: 'lifted' }]);
    const entries = await entriesOf('suppression');
    expect(entries).toMatchObject([
      {
        operator: 'olga',
        subject: path.split('/').at(-1),
        before: { suppression: 'address-refused', state: 'suppressed' },
        after: { state: 'pending', why: '(address) wrote: the mailbox works' },
      },
    ]);
  });

  it('are exported by an operator, which is audited', async () => {
    const answer = await operator.post(`${await pathOf('ada')}/export`);
    expect(answer.headers.get('Content-Disposition')).not.toMatch(AN_ADDRESS);
    const data = await answer.json();
    expect(data).toMatchObject({
      subscriber: { address: 'ada@example.com' },
      deliveries: [{ edition: EDITION }],
    });
    expect(JSON.stringify(data)).not.toContain('unsubscribeKey');
    expect(await entriesOf('subscriber export')).toMatchObject([{ operator: 'olga' }]);
    const csv = await operator.post('/operator/subscribers/export');
    expect(csv.headers.get('Content-Type')).toContain('text/csv');
    expect((await csv.text()).trim().split('\n')).toHaveLength(9);
    expect(await entriesOf('subscribers export')).toMatchObject([
      { operator: 'olga', subject: 'all subscribers' },
    ]);
  });

  it('are erased after their address is repeated, and only once', async () => {
    const path = await pathOf('dan');
    const wrong = await operator.post(`${path}/erase`, { confirm: 'ada@example.com' });
    expect(await noticeOf(operator, wrong)).toContain('Nothing was erased');
    expect(await findSubscriberByAddress(dashboard.ctx.db, 'dan@example.com')).toBeDefined();
    const confirm = 'Dan@example.com';
    const first = await noticeOf(operator, await operator.post(`${path}/erase`, { confirm }));
    const second = await noticeOf(operator, await operator.post(`${path}/erase`, { confirm }));
    expect([first, second]).toEqual(['Done: Subscriber erased.', expect.stringContaining('already erased')]);
    expect(await findSubscriberByAddress(dashboard.ctx.db, 'dan@example.com')).toBeUndefined();
    const page = await pageOf(operator, path);
    expect(page).toContain('<h1>(erased)</h1>');
    expect(page).not.toMatch(/dan@|Erase subscriber/);
    expect(await entriesOf('subscriber erase')).toMatchObject([
      { operator: 'olga', after: { state: 'erased' } },
    ]);
    expect(await pageOf(viewer, '/operator')).toContain('8 recipients');
  });

  it('cannot be changed by viewers', async () => {
    const path = await pathOf('cal');
    const before = await hashDatabase(dashboard.ctx);
    for (const act of [
      `${path}/unsuppress`,
      `${path}/export`,
      `${path}/erase`,
      '/operator/subscribers/export',
      '/operator/subscribers',
    ])
      expect((await viewer.post(act, { confirm: 'cal@example.com', reason: 'because' })).status).toBe(403);
    expect(await hashDatabase(dashboard.ctx)).toBe(before);
  });

  it('leave no address in the audit log', async () => {
    expect(JSON.stringify(await readAuditEntries(dashboard.ctx.db, {}, 500))).not.toContain('@');
  });

  it('that don’t exist have no page', async () => {
    for (const id of ['x', '00000000-0000-4000-8000-000000000000'])
      expect((await operator.get(`/operator/subscribers/${id}`)).status).toBe(404);
  });
});
