import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION, SIGN_IN_LIMITS } from '../../../../config/operators.ts';
import { changePassword, changeRole, setOperatorEnabled } from '../../../../src/accounts/change-operator.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import {
  type DashboardBrowser,
  dashboardBrowser,
  PASSWORD,
  putOperator,
  type TestDashboard,
  testDashboard,
} from '../../../support/dashboard.ts';

const NEW_PASSWORD = 'another long enough passphrase';

describe('signing in', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await testDashboard();
    await putOperator(dashboard.ctx, 'nina', 'operator');
  });
  afterAll(() => dashboard?.close());

  const status = async (browser: DashboardBrowser) => (await browser.get('/operator')).status;

  it('redirects to the sign-in page and back to the requested page', async () => {
    const browser = dashboard.browser();
    const away = await browser.get('/operator/audit?who=nina');
    expect(away.headers.get('Location')).toBe('/operator/sign-in?to=%2Foperator%2Faudit%3Fwho%3Dnina');
    const page = await (await browser.get(away.headers.get('Location') ?? '')).text();
    expect(page).toContain('<input type="hidden" name="to" value="/operator/audit?who=nina"/>');
    expect(page).toContain('npm run paperboy -- operator add');
    const inside = await browser.signIn(' NINA ', PASSWORD, { to: '/operator/audit?who=nina' });
    expect([inside.status, inside.headers.get('Location')]).toEqual([303, '/operator/audit?who=nina']);
    expect(await (await browser.get('/operator')).text()).toContain('nina (operator)');
  });

  it.each([
    'https://evil.example.org',
    '//evil.example.org',
    '/papers',
    '/operatorx',
    '/operator/sign-out',
    '/operator/../x',
  ])('redirects to no other path: %s', async (to) => {
    expect((await dashboard.browser().signIn('nina', PASSWORD, { to })).headers.get('Location')).toBe(
      '/operator',
    );
  });

  it('answers a wrong password, an unknown name and a disabled account alike', async () => {
    await putOperator(dashboard.ctx, 'gone', 'operator');
    await setOperatorEnabled(dashboard.ctx, { name: 'gone', allowed: false, by: 'test' });
    const answers: string[] = [];
    for (const [name, password] of [
      ['nina', `${PASSWORD}x`],
      ['unknown-name', PASSWORD],
      ['gone', PASSWORD],
      ['nina', ''],
    ] as const) {
      const browser = dashboard.browser();
      const answer = await browser.signIn(name, password);
      expect([answer.status, browser.cookies.size]).toEqual([401, 0]);
      answers.push((await answer.text()).replaceAll(name, ''));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('Incorrect name, password or code.');
  });

  it('sets a cookie that scripts, other sites and public pages cannot read', async () => {
    const cookieOf = async (app: TestDashboard['app']) =>
      (await dashboardBrowser(app).signIn('nina')).headers
        .getSetCookie()
        .find((line) => line.includes('paperboy-operator')) ?? '';
    const plain = await cookieOf(dashboard.app);
    expect(plain).toMatch(
      /^paperboy-operator=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/operator; HttpOnly; SameSite=Lax$/,
    );
    const env = { ...dashboard.ctx.env, PUBLIC_URL: 'https://papers.example.org' };
    expect(await cookieOf(createApp({ ...dashboard.ctx, env }))).toMatch(
      /^__Secure-paperboy-operator=.*; Path=\/operator; HttpOnly; Secure; SameSite=Lax$/,
    );
    const secure = dashboardBrowser(createApp({ ...dashboard.ctx, env }));
    await secure.signIn('nina');
    const response = await secure.post('/operator/editions/daily-2020-01-01/operations/pause');
    expect(response.headers.getSetCookie().find((line) => line.startsWith('paperboy-notice='))).toContain(
      '; Secure',
    );
    const rows = await sql<{ text: string }>`select s::text as text from operator_sessions s`.execute(
      dashboard.ctx.db,
    );
    const token = /=([^;]+)/.exec(plain)?.[1] ?? 'none';
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  it('replaces the browser’s session, and accepts no planted session', async () => {
    const browser = dashboard.browser();
    browser.cookies.set('paperboy-operator', 'P'.repeat(43));
    await browser.signIn('nina');
    const first = browser.cookies.get('paperboy-operator') ?? '';
    expect(first).not.toBe('P'.repeat(43));
    await browser.signIn('nina');
    const old = dashboard.browser();
    old.cookies.set('paperboy-operator', first);
    expect([await status(browser), await status(old)]).toEqual([200, 302]);
  });

  it('is rate limited by network', async () => {
    const browser = dashboard.browser();
    for (let index = 0; index < SIGN_IN_LIMITS.network.points; index += 1)
      expect((await browser.signIn(`name-${index}`, 'wrong')).status).toBe(401);
    const refused = await browser.signIn('nina');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(60);
    expect(await refused.text()).toContain('Too many attempts. Try again in 15 minutes.');
    expect((await dashboard.browser().signIn('nina')).status).toBe(303);
  });

  it('is rate limited by name across networks', async () => {
    await putOperator(dashboard.ctx, 'target', 'operator');
    for (let index = 0; index < SIGN_IN_LIMITS.name.points; index += 1)
      expect((await dashboard.browser().signIn(index % 2 ? 'target' : 'TARGET', 'wrong')).status).toBe(401);
    expect((await dashboard.browser().signIn('target')).status).toBe(429);
    expect((await dashboard.browser().signIn('nina')).status).toBe(303);
  });

  describe('a session', () => {
    it('expires when idle, and only page views extend it', async () => {
      const [used, idle, polling] = [
        await dashboard.signedInAs('viewer'),
        await dashboard.signedInAs('viewer'),
        await dashboard.signedInAs('viewer'),
      ];
      for (let step = 0; step < 3; step += 1) {
        dashboard.ctx.clock.advance(SESSION.idleMs - 1);
        if (step > 0) break;
        expect(await status(used)).toBe(200);
        expect((await polling.get('/operator', { Accept: 'application/json' })).status).toBe(200);
      }
      expect([await status(used), await status(idle)]).toEqual([200, 302]);
      expect((await polling.get('/operator', { Accept: 'application/json' })).status).toBe(401);
    });

    it('expires some time after signing in, however active', async () => {
      const busy = await dashboard.signedInAs('viewer');
      for (let spent = 0; spent < SESSION.absoluteMs; spent += SESSION.idleMs / 2) {
        expect(await status(busy)).toBe(200);
        dashboard.ctx.clock.advance(SESSION.idleMs / 2);
      }
      expect(await status(busy)).toBe(302);
    });

    it('continues under a new token when the role changes, with the new role at once', async () => {
      const browser = await dashboard.signedInAs('operator');
      const before = browser.cookies.get('paperboy-operator') ?? '';
      await changeRole(dashboard.ctx, { name: browser.name, role: 'viewer', by: 'test' });
      expect(await (await browser.get('/operator')).text()).toContain(`${browser.name} (viewer)`);
      expect(browser.cookies.get('paperboy-operator')).not.toBe(before);
      const old = dashboard.browser();
      old.cookies.set('paperboy-operator', before);
      expect([await status(browser), await status(old)]).toEqual([200, 302]);
    });

    it('of a former operator can send no form', async () => {
      const browser = await dashboard.signedInAs('operator');
      const token = await browser.formToken();
      await changeRole(dashboard.ctx, { name: browser.name, role: 'viewer', by: 'test' });
      const refused = await browser.post('/operator/x', { 'form-token': token });
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining('Operator role required'),
      ]);
    });

    it('ends when the account is disabled, and stays ended when it is enabled again', async () => {
      const browser = await dashboard.signedInAs('operator');
      await setOperatorEnabled(dashboard.ctx, { name: browser.name, allowed: false, by: 'test' });
      expect(await status(browser)).toBe(302);
      await setOperatorEnabled(dashboard.ctx, { name: browser.name, allowed: true, by: 'test' });
      expect(await status(browser)).toBe(302);
      expect((await browser.signIn(browser.name)).status).toBe(303);
    });

    it('ends on sign-out', async () => {
      const browser = await dashboard.signedInAs('viewer');
      const token = browser.cookies.get('paperboy-operator') ?? '';
      const out = await browser.post('/operator/sign-out');
      expect([out.status, browser.cookies.has('paperboy-operator')]).toEqual([303, false]);
      browser.cookies.set('paperboy-operator', token);
      expect(await status(browser)).toBe(302);
    });

    it('can be ended from another session of the same operator only', async () => {
      const [here, stranger] = [await dashboard.signedInAs('viewer'), await dashboard.signedInAs('viewer')];
      const there = dashboard.browser();
      await there.signIn(here.name);
      const ids = [
        ...(await (await here.get('/operator/account')).text()).matchAll(
          /<button[^>]* value="([0-9a-f-]{36})"/g,
        ),
      ];
      expect(ids.length).toBe(2);
      for (const [, id = ''] of ids) await stranger.post('/operator/account/sessions', { session: id });
      expect([await status(here), await status(there)]).toEqual([200, 200]);
      const answer = await here.post('/operator/account/sessions', { session: 'others' });
      expect(answer.headers.get('Location')).toBe('/operator/account');
      expect(await (await here.get('/operator/account')).text()).toContain('1 session signed out.');
      expect(await (await here.get('/operator/account')).text()).not.toContain('1 session signed out.');
      expect([await status(here), await status(there), await status(stranger)]).toEqual([200, 302, 200]);
    });
  });

  describe('a password', () => {
    it('change requires the current one and ends other sessions', async () => {
      const here = await dashboard.signedInAs('viewer');
      const there = dashboard.browser();
      await there.signIn(here.name);
      const before = here.cookies.get('paperboy-operator');
      const wrong = await here.post('/operator/account/password', {
        now: 'no',
        next: NEW_PASSWORD,
        again: NEW_PASSWORD,
      });
      expect([wrong.status, await wrong.text()]).toEqual([
        422,
        expect.stringContaining('current password is incorrect'),
      ]);
      for (const weak of ['short', here.name, 'aaaaaaaaaaaaaaaa']) {
        const refused = await here.post('/operator/account/password', {
          now: PASSWORD,
          next: weak,
          again: weak,
        });
        expect([refused.status, await refused.text()]).toEqual([
          422,
          expect.stringContaining('too easy to guess'),
        ]);
      }
      expect(await status(there)).toBe(200);
      const done = await here.post('/operator/account/password', {
        now: PASSWORD,
        next: NEW_PASSWORD,
        again: NEW_PASSWORD,
      });
      expect(done.status).toBe(303);
      expect(here.cookies.get('paperboy-operator')).not.toBe(before);
      expect(await (await here.get('/operator/account')).text()).toContain('Password changed.');
      expect(await status(there)).toBe(302);
      expect([
        (await there.signIn(here.name)).status,
        (await there.signIn(here.name, NEW_PASSWORD)).status,
      ]).toEqual([401, 303]);
    });

    it('reset on the server ends every session', async () => {
      const browser = await dashboard.signedInAs('viewer');
      await changePassword(dashboard.ctx, { name: browser.name, password: NEW_PASSWORD, by: 'test' });
      expect(await status(browser)).toBe(302);
    });
  });

  it('is audited without password, token, network or unknown name', async () => {
    const browser = await dashboard.signedInAs('operator', 'audited');
    await browser.signIn('audited', 'not the password at all');
    await browser.signIn('unknown-person', 'typed-in-the-wrong-field');
    await changeRole(dashboard.ctx, { name: 'audited', role: 'viewer', by: 'root' });
    const entries = await readAuditEntries(dashboard.ctx.db, {}, 500);
    const about = entries
      .filter(({ subject }) => subject === 'audited')
      .map(({ id: _id, at: _at, ...entry }) => entry);
    expect(about).toEqual([
      {
        operator: 'root',
        verb: 'operator role',
        subject: 'audited',
        before: { role: 'operator' },
        after: { role: 'viewer' },
      },
      { operator: 'nobody', verb: 'login failed', subject: 'audited', before: null, after: null },
      {
        operator: 'audited',
        verb: 'login',
        subject: 'audited',
        before: null,
        after: { role: 'operator', code: 'none' },
      },
      {
        operator: 'test',
        verb: 'operator add',
        subject: 'audited',
        before: null,
        after: { role: 'operator' },
      },
    ]);
    expect(entries.some(({ verb, subject }) => verb === 'login failed' && subject === 'unknown name')).toBe(
      true,
    );
    const all = JSON.stringify(entries);
    for (const secret of [
      PASSWORD,
      NEW_PASSWORD,
      'unknown-person',
      'typed-in',
      'not the password',
      '10.',
      'argon2',
      '@',
    ])
      expect(all).not.toContain(secret);
    const page = await (await (await dashboard.signedInAs('viewer')).get('/operator/audit?who=root')).text();
    expect(page).toContain('operator role');
    expect(page).not.toContain('sign-in failed</th>');
  });
});
