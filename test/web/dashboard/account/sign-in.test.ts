import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION, SIGN_IN_LIMITS } from '../../../../config/operators.ts';
import { changePassword, changeRole, setOperatorEnabled } from '../../../../src/accounts/change-operator.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import {
  type DeskBrowser,
  deskBrowser,
  PASSWORD,
  putOperator,
  type TestDesk,
  testDesk,
} from '../../../support/desk.ts';

const NEW = 'another long enough passphrase';

describe('the way in', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await testDesk();
    await putOperator(desk.ctx, 'nina', 'operator');
  });
  afterAll(() => desk?.close());

  const status = async (browser: DeskBrowser) => (await browser.get('/operator')).status;

  it('leads a stranger to the login, and back to where they wanted', async () => {
    const browser = desk.browser();
    const away = await browser.get('/operator/audit?who=nina');
    expect(away.headers.get('Location')).toBe('/operator/login?to=%2Foperator%2Faudit%3Fwho%3Dnina');
    const page = await (await browser.get(away.headers.get('Location') ?? '')).text();
    expect(page).toContain('<input type="hidden" name="to" value="/operator/audit?who=nina"/>');
    expect(page).toContain('npm run paperboy -- operator add');
    const inside = await browser.logIn(' NINA ', PASSWORD, { to: '/operator/audit?who=nina' });
    expect([inside.status, inside.headers.get('Location')]).toEqual([303, '/operator/audit?who=nina']);
    expect(await (await browser.get('/operator')).text()).toContain('nina (operator)');
  });

  it.each([
    'https://evil.example.org',
    '//evil.example.org',
    '/papers',
    '/operatorx',
    '/operator/logout',
    '/operator/../x',
  ])('leads nowhere else: %s', async (to) => {
    expect((await desk.browser().logIn('nina', PASSWORD, { to })).headers.get('Location')).toBe('/operator');
  });

  it('says the same to a wrong password, an unknown name and a disabled account', async () => {
    await putOperator(desk.ctx, 'gone', 'operator');
    await setOperatorEnabled(desk.ctx, { name: 'gone', allowed: false, by: 'test' });
    const answers: string[] = [];
    for (const [name, password] of [
      ['nina', `${PASSWORD}x`],
      ['nobody-here', PASSWORD],
      ['gone', PASSWORD],
      ['nina', ''],
    ] as const) {
      const browser = desk.browser();
      const answer = await browser.logIn(name, password);
      expect([answer.status, browser.cookies.size]).toEqual([401, 0]);
      answers.push((await answer.text()).replaceAll(name, ''));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('Name, password and code do not go together');
  });

  it('gives a cookie that scripts, other sites and the public pages do not get, and over https no other connection', async () => {
    const cookieOf = async (app: TestDesk['app']) =>
      (await deskBrowser(app).logIn('nina')).headers
        .getSetCookie()
        .find((line) => line.includes('paperboy-desk')) ?? '';
    const plain = await cookieOf(desk.app);
    expect(plain).toMatch(
      /^paperboy-desk=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/operator; HttpOnly; SameSite=Lax$/,
    );
    const env = { ...desk.ctx.env, PUBLIC_URL: 'https://papers.example.org' };
    expect(await cookieOf(createApp({ ...desk.ctx, env }))).toMatch(
      /^__Secure-paperboy-desk=.*; Path=\/operator; HttpOnly; Secure; SameSite=Lax$/,
    );
    const secure = deskBrowser(createApp({ ...desk.ctx, env }));
    await secure.logIn('nina');
    const told = await secure.post('/operator/editions/daily-2020-01-01/act/pause');
    expect(told.headers.getSetCookie().find((line) => line.startsWith('paperboy-notice='))).toContain(
      '; Secure',
    );
    const rows = await sql<{ text: string }>`select s::text as text from operator_sessions s`.execute(
      desk.ctx.db,
    );
    const token = /=([^;]+)/.exec(plain)?.[1] ?? 'none';
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  it('ends the session that the browser had before, and keeps none that somebody planted', async () => {
    const browser = desk.browser();
    browser.cookies.set('paperboy-desk', 'P'.repeat(43));
    await browser.logIn('nina');
    const first = browser.cookies.get('paperboy-desk') ?? '';
    expect(first).not.toBe('P'.repeat(43));
    await browser.logIn('nina');
    const old = desk.browser();
    old.cookies.set('paperboy-desk', first);
    expect([await status(browser), await status(old)]).toEqual([200, 302]);
  });

  it('is throttled by network', async () => {
    const browser = desk.browser();
    for (let index = 0; index < SIGN_IN_LIMITS.network.points; index += 1)
      expect((await browser.logIn(`name-${index}`, 'wrong')).status).toBe(401);
    const refused = await browser.logIn('nina');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(60);
    expect(await refused.text()).toContain('There were too many tries. Please wait 15 minutes');
    expect((await desk.browser().logIn('nina')).status).toBe(303);
  });

  it('is throttled by name, from many networks too', async () => {
    await putOperator(desk.ctx, 'target', 'operator');
    for (let index = 0; index < SIGN_IN_LIMITS.name.points; index += 1)
      expect((await desk.browser().logIn(index % 2 ? 'target' : 'TARGET', 'wrong')).status).toBe(401);
    expect((await desk.browser().logIn('target')).status).toBe(429);
    expect((await desk.browser().logIn('nina')).status).toBe(303);
  });

  describe('a session', () => {
    it('ends when it was not used for long, and pages alone keep it', async () => {
      const [used, idle, polling] = [
        await desk.as('viewer'),
        await desk.as('viewer'),
        await desk.as('viewer'),
      ];
      for (let step = 0; step < 3; step += 1) {
        desk.ctx.clock.advance(SESSION.idleMs - 1);
        if (step > 0) break;
        expect(await status(used)).toBe(200);
        expect((await polling.get('/operator', { Accept: 'application/json' })).status).toBe(200);
      }
      expect([await status(used), await status(idle)]).toEqual([200, 302]);
      expect((await polling.get('/operator', { Accept: 'application/json' })).status).toBe(401);
    });

    it('ends in any case some time after the login', async () => {
      const busy = await desk.as('viewer');
      for (let spent = 0; spent < SESSION.absoluteMs; spent += SESSION.idleMs / 2) {
        expect(await status(busy)).toBe(200);
        desk.ctx.clock.advance(SESSION.idleMs / 2);
      }
      expect(await status(busy)).toBe(302);
    });

    it('goes on under another token when the role changes, with the new role at once', async () => {
      const browser = await desk.as('operator');
      const before = browser.cookies.get('paperboy-desk') ?? '';
      await changeRole(desk.ctx, { name: browser.name, role: 'viewer', by: 'test' });
      expect(await (await browser.get('/operator')).text()).toContain(`${browser.name} (viewer)`);
      expect(browser.cookies.get('paperboy-desk')).not.toBe(before);
      const old = desk.browser();
      old.cookies.set('paperboy-desk', before);
      expect([await status(browser), await status(old)]).toEqual([200, 302]);
    });

    it('that was an operator’s sends no form any more', async () => {
      const browser = await desk.as('operator');
      const token = await browser.formToken();
      await changeRole(desk.ctx, { name: browser.name, role: 'viewer', by: 'test' });
      const refused = await browser.post('/operator/x', { 'form-token': token });
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining('Only operators may do this'),
      ]);
    });

    it('ends when the account is disabled, and no new one begins', async () => {
      const browser = await desk.as('operator');
      await setOperatorEnabled(desk.ctx, { name: browser.name, allowed: false, by: 'test' });
      expect(await status(browser)).toBe(302);
      await setOperatorEnabled(desk.ctx, { name: browser.name, allowed: true, by: 'test' });
      expect(await status(browser)).toBe(302);
      expect((await browser.logIn(browser.name)).status).toBe(303);
    });

    it('ends by logging out', async () => {
      const browser = await desk.as('viewer');
      const token = browser.cookies.get('paperboy-desk') ?? '';
      const out = await browser.post('/operator/logout');
      expect([out.status, browser.cookies.has('paperboy-desk')]).toEqual([303, false]);
      browser.cookies.set('paperboy-desk', token);
      expect(await status(browser)).toBe(302);
    });

    it('is ended from another one, and never a stranger’s', async () => {
      const [here, stranger] = [await desk.as('viewer'), await desk.as('viewer')];
      const there = desk.browser();
      await there.logIn(here.name);
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
      expect(await (await here.get('/operator/account')).text()).toContain('One session ended.');
      expect(await (await here.get('/operator/account')).text()).not.toContain('One session ended.');
      expect([await status(here), await status(there), await status(stranger)]).toEqual([200, 302, 200]);
    });
  });

  describe('a password', () => {
    it('is changed by whoever knows it; other sessions end and this one gets another token', async () => {
      const here = await desk.as('viewer');
      const there = desk.browser();
      await there.logIn(here.name);
      const before = here.cookies.get('paperboy-desk');
      const wrong = await here.post('/operator/account/password', { now: 'no', next: NEW, again: NEW });
      expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('not right')]);
      for (const weak of ['short', here.name, 'aaaaaaaaaaaaaaaa']) {
        const refused = await here.post('/operator/account/password', {
          now: PASSWORD,
          next: weak,
          again: weak,
        });
        expect([refused.status, await refused.text()]).toEqual([
          422,
          expect.stringContaining('would be guessed'),
        ]);
      }
      expect(await status(there)).toBe(200);
      const done = await here.post('/operator/account/password', { now: PASSWORD, next: NEW, again: NEW });
      expect(done.status).toBe(303);
      expect(here.cookies.get('paperboy-desk')).not.toBe(before);
      expect(await (await here.get('/operator/account')).text()).toContain('Your password is changed');
      expect(await status(there)).toBe(302);
      expect([(await there.logIn(here.name)).status, (await there.logIn(here.name, NEW)).status]).toEqual([
        401, 303,
      ]);
    });

    it('that an operator of the server gave anew ends every session', async () => {
      const browser = await desk.as('viewer');
      await changePassword(desk.ctx, { name: browser.name, password: NEW, by: 'test' });
      expect(await status(browser)).toBe(302);
    });
  });

  it('leaves acts behind: who, what, before and after, and no password, token, network or unknown name', async () => {
    const browser = await desk.as('operator', 'audited');
    await browser.logIn('audited', 'not the password at all');
    await browser.logIn('somebody-unknown', 'typed-in-the-wrong-field');
    await changeRole(desk.ctx, { name: 'audited', role: 'viewer', by: 'root' });
    const acts = await readAuditEntries(desk.ctx.db, {}, 500);
    const about = acts
      .filter(({ subject }) => subject === 'audited')
      .map(({ id: _id, at: _at, ...act }) => act);
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
    expect(acts.some(({ verb, subject }) => verb === 'login failed' && subject === 'unknown name')).toBe(
      true,
    );
    const all = JSON.stringify(acts);
    for (const secret of [
      PASSWORD,
      NEW,
      'somebody-unknown',
      'typed-in',
      'not the password',
      '10.',
      'argon2',
      '@',
    ])
      expect(all).not.toContain(secret);
    const page = await (await (await desk.as('viewer')).get('/operator/audit?who=root')).text();
    expect(page).toContain('operator role');
    expect(page).not.toContain('login failed</th>');
  });
});
