import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../src/audit/audit-queries.ts';
import { createApp } from '../../src/web/http/app.ts';
import { dashboardBrowser } from '../support/dashboard.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';

const PASSWORD = 'three words and more';

describe('accounts at the command line', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterEach(() => endProcesses());
  afterAll(() => ctx?.close());

  /**
   * Runs a command next to the installation that this process has open, with a line on its standard input,
   * which stays open.
   */
  async function run(
    argv: readonly string[],
    line?: string,
  ): Promise<{ code: number | null; out: string; err: string }> {
    const child = paperboyProcess(['operator', ...argv, '--operator', 'root'], ctx.variables);
    if (line !== undefined) child.writeLine(line);
    const { code } = await child.ended;
    return { code, out: child.out(), err: child.err() };
  }
  const signIn = async (name: string, password: string, code = '') =>
    (await dashboardBrowser(createApp(ctx)).signIn(name, password, { code })).status;

  it('are created with a piped password that is never printed, or a generated one printed once', async () => {
    const [added, refused, made] = await Promise.all([
      run(['add', 'Nina'], PASSWORD),
      run(['add', 'ana-maria-lopez'], 'Ana-Maria-Lopez'),
      run(['add', 'vera', '--role', 'viewer', '--generate', '--totp', '--json']),
    ]);
    expect(added).toEqual({
      code: 0,
      out: `nina can sign in as operator at ${ctx.env.PUBLIC_URL}/operator\n`,
      err: '',
    });
    const kept = await ctx.db.selectFrom('operators').select('password_hash').execute();
    for (const { password_hash: hash } of kept) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await signIn('nina', PASSWORD)).toBe(303);
    expect([refused.code, refused.out, refused.err]).toEqual([
      1,
      '',
      expect.stringContaining('PASSWORD_WEAK'),
    ]);
    const { password, role, factor } = JSON.parse(made.out);
    expect([made.code, role, factor.recoveryCodes.length]).toEqual([0, 'viewer', 10]);
    expect(factor.address).toMatch(/^otpauth:\/\/totp\/Paperboy:vera\?/);
    expect([await signIn('vera', password), await signIn('vera', password, factor.recoveryCodes[0])]).toEqual(
      [401, 303],
    );
  });

  it('records changes under the operator who ran the command', async () => {
    expect((await run(['disable', 'nina'])).out).toBe('nina is disabled; 1 session ended.\n');
    expect(await signIn('nina', PASSWORD)).toBe(401);
    const acts = await readAuditEntries(ctx.db, { operator: 'root' }, 20);
    expect(acts.map(({ verb, subject }) => `${verb} ${subject}`).sort()).toEqual([
      'operator add nina',
      'operator add vera',
      'operator code vera',
      'operator disable nina',
    ]);
    expect(JSON.stringify(acts)).not.toContain(PASSWORD);
  });

  it('filters the audit log by operator and action, also by the earlier flag', async () => {
    const [current, earlier] = await Promise.all([
      run(['audit', '--action', 'operator disable', '--json']),
      run(['audit', '--what', 'operator disable', '--json']),
    ]);
    expect(JSON.parse(current.out)).toMatchObject([{ operator: 'root', subject: 'nina' }]);
    expect(earlier).toEqual(current);
  });
});
