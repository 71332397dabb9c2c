import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECOVERY_CODE_COUNT, SIGN_IN_LIMITS } from '../../../../config/operators.ts';
import { disableTotp, issueTotp, type TwoFactorSetup } from '../../../../src/accounts/second-factor.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { deskBrowser, PASSWORD, putOperator, type TestDesk, testDesk } from '../../../support/desk.ts';

const STEP_MS = 30_000;

describe('codes of an app', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await testDesk();
  });
  afterAll(() => desk?.close());

  const codeOf = (secret: string, shift = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: desk.ctx.clock.now().getTime() + shift,
    });
  const given = async (name: string): Promise<TwoFactorSetup> => {
    await putOperator(desk.ctx, name, 'operator');
    return issueTotp(desk.ctx, { name, by: 'test' });
  };
  const logIn = async (name: string, code?: string) =>
    (await desk.browser().logIn(name, PASSWORD, code === undefined ? {} : { code })).status;

  it('are wanted beside the password, each once, and none older than the last', async () => {
    const { secret } = await given('ada');
    expect([await logIn('ada'), await logIn('ada', '000000'), await logIn('ada', 'x')]).toEqual([
      401, 401, 401,
    ]);
    const code = codeOf(secret);
    expect([await logIn('ada', code), await logIn('ada', code)]).toEqual([303, 401]);
    desk.ctx.clock.advance(SIGN_IN_LIMITS.code.seconds * 1000);
  });

  it('may be half a minute off and no more, and an older one is no good after a newer one', async () => {
    const { secret } = await given('bob');
    expect(await logIn('bob', codeOf(secret, -2 * STEP_MS))).toBe(401);
    expect(await logIn('bob', codeOf(secret, 2 * STEP_MS))).toBe(401);
    const earlier = codeOf(secret, -STEP_MS);
    expect([await logIn('bob', codeOf(secret, STEP_MS)), await logIn('bob', earlier)]).toEqual([303, 401]);
  });

  it('let one of two logins in that come with the same code at once', async () => {
    const { secret } = await given('cyd');
    const code = codeOf(secret);
    const both = await Promise.all([logIn('cyd', code), logIn('cyd', code)]);
    expect(both.sort()).toEqual([303, 401]);
  });

  it('are replaced by a recovery code once, however it is typed, and never by another account’s', async () => {
    const { recoveryCodes } = await given('dan');
    const other = await given('eve');
    expect(recoveryCodes.length).toBe(RECOVERY_CODE_COUNT);
    const [first = ''] = recoveryCodes;
    const typed = ` ${first.toUpperCase().replaceAll('-', ' ')}`;
    expect([await logIn('dan', typed), await logIn('dan', first)]).toEqual([303, 401]);
    expect(await logIn('dan', other.recoveryCodes[0])).toBe(401);
  });

  it('are not guessed: after a few the right one is refused as well, in the same words', async () => {
    const { secret } = await given('fay');
    const answers: string[] = [];
    for (let index = 0; index < SIGN_IN_LIMITS.code.points; index += 1)
      answers.push(await (await desk.browser().logIn('fay', PASSWORD, { code: '000000' })).text());
    const right = await desk.browser().logIn('fay', PASSWORD, { code: codeOf(secret) });
    expect([right.status, new Set([...answers, await right.text()]).size]).toEqual([401, 1]);
    const failed = await readAuditEntries(desk.ctx.db, { verb: 'login failed' }, 2);
    expect(failed.map(({ subject, after }) => [subject, after])).toEqual([
      ['fay', { because: 'too many codes' }],
      ['fay', { because: 'code' }],
    ]);
  });

  it('are switched on and off on one’s own page, with the password and a first code; other sessions end', async () => {
    const here = await desk.as('viewer', 'gus');
    const there = desk.browser();
    await there.logIn('gus');
    expect((await here.post('/operator/account/codes/offer', { now: 'wrong' })).status).toBe(422);
    expect((await here.post('/operator/account/codes/on', { code: '123456' })).status).toBe(422);
    await here.post('/operator/account/codes/offer', { now: PASSWORD });
    const page = await (await here.get('/operator/account')).text();
    const secret = /secret=([A-Z2-7]+)/.exec(page)?.[1] ?? '';
    expect((await here.post('/operator/account/codes/on', { code: '000000' })).status).toBe(422);
    expect(await logIn('gus')).toBe(303);
    const on = await here.post('/operator/account/codes/on', { code: codeOf(secret) });
    const codes = [...(await on.text()).matchAll(/\b[a-z2-9]{5}(?:-[a-z2-9]{5}){2}\b/g)].map(
      ([code]) => code,
    );
    expect([on.status, codes.length]).toEqual([200, RECOVERY_CODE_COUNT]);
    expect([(await here.get('/operator')).status, (await there.get('/operator')).status]).toEqual([200, 302]);
    // The code that switched them on was seen by whoever looked over the shoulder.
    expect([await logIn('gus'), await logIn('gus', codeOf(secret)), await logIn('gus', codes[3])]).toEqual([
      401, 401, 303,
    ]);
    const account = await (await here.get('/operator/account')).text();
    expect(account).toContain(`${RECOVERY_CODE_COUNT - 1} recovery codes are left`);
    expect(account).not.toContain(secret);
    expect((await here.post('/operator/account/codes/off', { now: PASSWORD })).status).toBe(303);
    expect(await logIn('gus')).toBe(303);
  });

  it('lie in no table as they are, and open only with the key of their time', async () => {
    const { secret, recoveryCodes } = await given('hal');
    const { rows } = await sql<{ all: string }>`
      select o::text || coalesce((select string_agg(c::text, ' ') from operator_recovery_codes c), '') as all
      from operators o`.execute(desk.ctx.db);
    const tables = rows.map((row) => row.all).join(' ');
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(tables).not.toContain(hidden);
    const withKeys = (current: string, ...previous: string[]) =>
      deskBrowser(createApp({ ...desk.ctx, keys: { current, previous } }));
    const lost = withKeys('another-secret-that-is-long-enough-for-it');
    expect((await lost.logIn('hal', PASSWORD, { code: codeOf(secret) })).status).toBe(401);
    const rotated = withKeys('another-secret-that-is-long-enough-for-it', desk.ctx.keys.current);
    expect((await rotated.logIn('hal', PASSWORD, { code: codeOf(secret) })).status).toBe(303);
    expect((await lost.logIn('hal', PASSWORD, { code: recoveryCodes[0] ?? '' })).status).toBe(303);
    expect(await disableTotp(desk.ctx, { name: 'hal', by: 'root' })).toBe(true);
    expect(await logIn('hal')).toBe(303);
    const acts = await readAuditEntries(desk.ctx.db, { verb: 'operator code' }, 1);
    expect(acts).toMatchObject([
      { operator: 'root', subject: 'hal', before: { code: 'on' }, after: { code: 'off' } },
    ]);
    const all = JSON.stringify(await readAuditEntries(desk.ctx.db, {}, 500));
    for (const hidden of [secret, ...recoveryCodes]) expect(all).not.toContain(hidden);
  });
});
