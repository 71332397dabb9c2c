import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECOVERY_CODE_COUNT, SIGN_IN_LIMITS } from '../../../../config/operators.ts';
import { disableTotp, issueTotp, type TwoFactorSetup } from '../../../../src/accounts/second-factor.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import {
  dashboardBrowser,
  PASSWORD,
  putOperator,
  type TestDashboard,
  testDashboard,
} from '../../../support/dashboard.ts';

const STEP_MS = 30_000;

describe('two-factor codes', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await testDashboard();
  });
  afterAll(() => dashboard?.close());

  const codeOf = (secret: string, shift = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: dashboard.ctx.clock.now().getTime() + shift,
    });
  const issue = async (name: string): Promise<TwoFactorSetup> => {
    await putOperator(dashboard.ctx, name, 'operator');
    return issueTotp(dashboard.ctx, { name, by: 'test' });
  };
  const signIn = async (name: string, code?: string) =>
    (await dashboard.browser().signIn(name, PASSWORD, code === undefined ? {} : { code })).status;

  it('are required with the password, each accepted once', async () => {
    const { secret } = await issue('ada');
    expect([await signIn('ada'), await signIn('ada', '000000'), await signIn('ada', 'x')]).toEqual([
      401, 401, 401,
    ]);
    const code = codeOf(secret);
    expect([await signIn('ada', code), await signIn('ada', code)]).toEqual([303, 401]);
    dashboard.ctx.clock.advance(SIGN_IN_LIMITS.code.seconds * 1000);
  });

  it('are accepted up to 30 seconds off, and never after a newer one', async () => {
    const { secret } = await issue('bob');
    expect(await signIn('bob', codeOf(secret, -2 * STEP_MS))).toBe(401);
    expect(await signIn('bob', codeOf(secret, 2 * STEP_MS))).toBe(401);
    const earlier = codeOf(secret, -STEP_MS);
    expect([await signIn('bob', codeOf(secret, STEP_MS)), await signIn('bob', earlier)]).toEqual([303, 401]);
  });

  it('let one of two simultaneous sign-ins with the same code in', async () => {
    const { secret } = await issue('cyd');
    const code = codeOf(secret);
    const both = await Promise.all([signIn('cyd', code), signIn('cyd', code)]);
    expect(both.sort()).toEqual([303, 401]);
  });

  it('can be replaced by a recovery code once, in any spelling, but not by another account’s', async () => {
    const { recoveryCodes } = await issue('dan');
    const other = await issue('eve');
    expect(recoveryCodes.length).toBe(RECOVERY_CODE_COUNT);
    const [first = ''] = recoveryCodes;
    const typed = ` ${first.toUpperCase().replaceAll('-', ' ')}`;
    expect([await signIn('dan', typed), await signIn('dan', first)]).toEqual([303, 401]);
    expect(await signIn('dan', other.recoveryCodes[0])).toBe(401);
  });

  it('are rate limited: after a few wrong codes the right one gets the same answer', async () => {
    const { secret } = await issue('fay');
    const answers: string[] = [];
    for (let index = 0; index < SIGN_IN_LIMITS.code.points; index += 1)
      answers.push(await (await dashboard.browser().signIn('fay', PASSWORD, { code: '000000' })).text());
    const right = await dashboard.browser().signIn('fay', PASSWORD, { code: codeOf(secret) });
    expect([right.status, new Set([...answers, await right.text()]).size]).toEqual([401, 1]);
    const failed = await readAuditEntries(dashboard.ctx.db, { verb: 'login failed' }, 2);
    expect(failed.map(({ subject, after }) => [subject, after])).toEqual([
      ['fay', { because: 'too many codes' }],
      ['fay', { because: 'code' }],
    ]);
  });

  it('are turned on with password and first code and off with the password; other sessions end', async () => {
    const here = await dashboard.signedInAs('viewer', 'gus');
    const there = dashboard.browser();
    await there.signIn('gus');
    expect((await here.post('/operator/account/two-factor/offer', { now: 'wrong' })).status).toBe(422);
    expect((await here.post('/operator/account/two-factor/on', { code: '123456' })).status).toBe(422);
    await here.post('/operator/account/two-factor/offer', { now: PASSWORD });
    const page = await (await here.get('/operator/account')).text();
    const secret = /secret=([A-Z2-7]+)/.exec(page)?.[1] ?? '';
    expect((await here.post('/operator/account/two-factor/on', { code: '000000' })).status).toBe(422);
    expect(await signIn('gus')).toBe(303);
    const on = await here.post('/operator/account/two-factor/on', { code: codeOf(secret) });
    const codes = [...(await on.text()).matchAll(/\b[a-z2-9]{5}(?:-[a-z2-9]{5}){2}\b/g)].map(
      ([code]) => code,
    );
    expect([on.status, codes.length]).toEqual([200, RECOVERY_CODE_COUNT]);
    expect([(await here.get('/operator')).status, (await there.get('/operator')).status]).toEqual([200, 302]);
    // The code that turned them on may have been seen, so it is not accepted again.
    expect([await signIn('gus'), await signIn('gus', codeOf(secret)), await signIn('gus', codes[3])]).toEqual(
      [401, 401, 303],
    );
    const account = await (await here.get('/operator/account')).text();
    expect(account).toContain(`${RECOVERY_CODE_COUNT - 1} recovery codes left`);
    expect(account).not.toContain(secret);
    expect((await here.post('/operator/account/two-factor/off', { now: PASSWORD })).status).toBe(303);
    expect(await signIn('gus')).toBe(303);
  });

  it('are stored encrypted, and readable only with the current or a previous key', async () => {
    const { secret, recoveryCodes } = await issue('hal');
    const { rows } = await sql<{ all: string }>`
      select o::text || coalesce((select string_agg(c::text, ' ') from operator_recovery_codes c), '') as all
      from operators o`.execute(dashboard.ctx.db);
    const tables = rows.map((row) => row.all).join(' ');
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(tables).not.toContain(hidden);
    const withKeys = (current: string, ...previous: string[]) =>
      dashboardBrowser(createApp({ ...dashboard.ctx, keys: { current, previous } }));
    const lost = withKeys('another-secret-that-is-long-enough-for-it');
    expect((await lost.signIn('hal', PASSWORD, { code: codeOf(secret) })).status).toBe(401);
    const rotated = withKeys('another-secret-that-is-long-enough-for-it', dashboard.ctx.keys.current);
    expect((await rotated.signIn('hal', PASSWORD, { code: codeOf(secret) })).status).toBe(303);
    expect((await lost.signIn('hal', PASSWORD, { code: recoveryCodes[0] ?? '' })).status).toBe(303);
    expect(await disableTotp(dashboard.ctx, { name: 'hal', by: 'root' })).toBe(true);
    expect(await signIn('hal')).toBe(303);
    const entries = await readAuditEntries(dashboard.ctx.db, { verb: 'operator code' }, 1);
    expect(entries).toMatchObject([
      { operator: 'root', subject: 'hal', before: { code: 'on' }, after: { code: 'off' } },
    ]);
    const all = JSON.stringify(await readAuditEntries(dashboard.ctx.db, {}, 500));
    for (const hidden of [secret, ...recoveryCodes]) expect(all).not.toContain(hidden);
  });
});
