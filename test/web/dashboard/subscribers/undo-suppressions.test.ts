import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { insertSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../../support/dashboard.ts';
import { putSubscriber } from '../../../support/list.ts';
import { hashDatabase } from '../../../support/site.ts';

const PATH = '/operator/subscribers/undo-suppressions';
const FIELDS = { source: 'smtp 550', from: '2026-11-23T06:00', to: '2026-11-23T09:00' };
const PREVIEW = `${PATH}?${new URLSearchParams(FIELDS)}`;

describe('undoing suppressions on the dashboard', () => {
  let dashboard: TestDashboard;
  let operator: DashboardBrowser;
  let viewer: DashboardBrowser;
  beforeAll(async () => {
    dashboard = await testDashboard({ now: '2026-11-23T10:00:00Z' });
    operator = await dashboard.signedInAs('operator', 'olga');
    viewer = await dashboard.signedInAs('viewer', 'vera');
    for (const name of ['ada', 'bob']) {
      const address = `${name}@example.com`;
      await putSubscriber(dashboard.ctx, address);
      const suppression = { reason: 'address-refused', source: 'smtp 550 5.7.1' } as const;
      await insertSuppression(dashboard.ctx.db, {
        address,
        ...suppression,
        now: new Date('2026-11-23T08:00:00Z'),
      });
    }
  });
  afterAll(() => dashboard?.close());

  const pageOf = async (browser: DashboardBrowser, path: string) => (await browser.get(path)).text();
  const textOf = (html: string) =>
    html
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .replaceAll('&quot;', '"');
  const stateOf = async (name: string) =>
    (await findSubscriberByAddress(dashboard.ctx.db, `${name}@example.com`))?.state;

  it('lists recent sources, previews without a change, and masks all addresses', async () => {
    await operator.get(PATH);
    const before = await hashDatabase(dashboard.ctx);
    const list = await pageOf(operator, PATH);
    expect(list).toMatch(/href="[^"]*undo-suppressions\?source=smtp\+550\+5\.7\.1&amp;from=2026-11-16T10/);
    for (const browser of [operator, viewer]) {
      const page = await pageOf(browser, PREVIEW);
      expect(textOf(page)).toContain('2 suppressions would be removed. No email is sent.');
      expect(textOf(page)).toContain('active again 2');
      expect(page).toContain('a•••@example.com');
      expect(page).not.toMatch(/ada@|bob@/);
      expect(page.includes('Undo 2 suppressions')).toBe(browser === operator);
    }
    expect(await hashDatabase(dashboard.ctx)).toBe(before);
  });

  it('refuses bad times and a missing reason with a message, and keeps what was typed', async () => {
    const bad = await operator.get(`${PATH}?${new URLSearchParams({ ...FIELDS, to: 'noon' })}`);
    expect(bad.status).toBe(422);
    const page = await bad.text();
    expect(textOf(page)).toContain('The period needs two times in ISO 8601.');
    expect(page).toContain('value="smtp 550"');
    const answer = await operator.post(PATH, { ...FIELDS, reason: '' });
    expect(answer.headers.get('Location')).toBe(PREVIEW);
    expect(textOf(await pageOf(operator, PREVIEW))).toContain('A reason is required');
    expect(await stateOf('ada')).toBe('suppressed');
  });

  it('takes effect once when pressed twice, and not for viewers', async () => {
    expect((await viewer.post(PATH, { ...FIELDS, reason: 'wrong password' })).status).toBe(403);
    expect(await stateOf('ada')).toBe('suppressed');
    const press = () => operator.post(PATH, { ...FIELDS, reason: 'wrong password' });
    const answers = await Promise.all([press(), press()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect([await stateOf('ada'), await stateOf('bob')]).toEqual(['active', 'active']);
    await press();
    expect(textOf(await pageOf(operator, PATH))).toContain('Nothing changed: no suppression matches.');
    const log = textOf(await pageOf(operator, '/operator/audit'));
    expect(log.match(/subscribers unsuppress smtp 550/g)).toHaveLength(1);
  });
});
