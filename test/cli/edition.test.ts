import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../src/alerts/alerts.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { DAY, dailyBooks, dueEdition, EDITION } from '../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';
import { scriptedMailer } from '../support/scripted-mailer.ts';

const PEOPLE = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);

describe('an operator at the command line', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    const mailer = scriptedMailer({ batchSize: 3 });
    ctx = await dueEdition(PEOPLE, { mailer });
    mailer.next('accept', 'refuse-mail', 'lost-taken');
    await deliver(ctx, {});
  });
  afterEach(() => endProcesses());
  afterAll(() => ctx.close());

  /** Runs a command next to the installation that this process has open. */
  async function run(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = paperboyProcess(argv, ctx.variables);
    const { code } = await child.ended;
    return { code, out: child.out(), err: child.err() };
  }

  it('`edition show` names the next command for a half-sent edition', async () => {
    const alert = { code: 'PROVIDER_UNREACHABLE', subject: 'smtp', message: 'It is down.' } as const;
    await raiseAlert(ctx, alert);
    const shown = await run('edition', 'show', DAY);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.out).toContain(`${EDITION} is open`);
    expect(shown.out).toContain(`npm run paperboy -- edition retry ${EDITION}`);
    expect(shown.out).toContain(`npm run paperboy -- edition settle ${EDITION} --arrived --all`);
    expect(shown.out).toContain(
      `npm run paperboy -- edition settle ${EDITION} --arrived --subscriber <address>`,
    );
    expect(shown.out).toMatch(/PROVIDER_UNREACHABLE \(smtp\).*\n.*It is down\. Check its status page/);
    const json = await run('edition', 'show', EDITION, '--json');
    const report = JSON.parse(json.out);
    expect(report).toMatchObject({ audience: 3, accepted: 1, failed: 1, uncertain: 1, balanced: true });
    expect(report.editions[0].advice.map(({ command }: { command: string }) => command)).toContain(
      `edition retry ${EDITION}`,
    );
    expect(report.alerts).toMatchObject([alert]);
    expect(JSON.parse((await run('doctor', '--json')).out).alerts).toMatchObject([alert]);
  });

  it('reads the ledger as a table, as JSON and as CSV', async () => {
    const table = await run('ledger', '--edition', DAY);
    for (const address of PEOPLE) expect(table.out).toContain(address);
    const lines = JSON.parse((await run('ledger', '--edition', EDITION, '--json')).out);
    expect(lines.length).toBe(3);
    const uncertain = lines.find(({ state }: { state: string }) => state === 'uncertain');
    expect(table.out).toContain(uncertain.messageId);
    expect(table.out).toContain('3 lines: 1 failed, 1 uncertain, 1 accepted');
    const csv = (await run('ledger', '--subscriber', uncertain.address, '--csv')).out.trim().split('\n');
    expect(csv).toHaveLength(2);
    expect(csv[0]).toContain('edition,subscriber,address,state,reason,attempts');
    expect(csv[1]).toContain(`${EDITION},${uncertain.subscriber},${uncertain.address},uncertain`);
    const failed = await run('ledger', '--edition', DAY, '--state', 'failed');
    expect(failed.out).toContain('1 line: 1 failed');
    expect(await run('ledger', '--edition', DAY, '--state', 'lost')).toMatchObject({ code: 2, out: '' });
    expect((await run('ledger', '--edition', 'daily-2026-11-22')).err).toContain('EDITION_UNKNOWN');
  });

  it.each([[['ledger', '--edition', DAY]], [['edition', 'show', DAY, '--json']], [['--help']]])(
    'ends %j quietly when its output is no longer read',
    async (argv) => {
      const child = paperboyProcess(argv, ctx.variables);
      child.hangUp();
      expect(await child.ended).toEqual({ code: 0, signal: null });
      expect(child.err()).toBe('');
    },
  );

  it('fails for a day without an edition and names the remedy', async () => {
    const before = await run('edition', 'show', '2026-11-20');
    expect(before).toMatchObject({ code: 1 });
    expect(before.err).toMatch(
      /^2026-11-20 has no edition\. No digest was sent.* edition show 2026-11-23 \(EDITION_UNKNOWN\)/,
    );
    const after = await run('edition', 'show', 'daily-2026-11-24', '--json');
    expect(after).toMatchObject({ code: 1 });
    expect(JSON.parse(after.out)).toMatchObject({ editions: [] });
    expect(after.err).toMatch(
      /^There is no edition daily-2026-11-24\. The daily run plans it; .* edition plan 2026-11-24/,
    );
  });

  it('pauses, settles and retries, and reports the resulting numbers', async () => {
    const paused = await run('edition', 'pause', DAY, '--operator', 'nina', '--reason', 'a look at the log');
    expect(paused.out).toContain(`${EDITION} is paused. 0 deliveries stay scheduled.`);
    const delivered = await run('edition', 'deliver', DAY);
    expect(delivered).toMatchObject({ code: 0 });
    expect(delivered.out).toMatch(
      /^daily-2026-11-23 is PAUSED: a look at the log\. 0 deliveries are scheduled\. Resume with: .* edition resume daily-2026-11-23\n0 accepted.* in 0 batches\.\nOpen alerts:/,
    );
    const unsaid = await run('edition', 'settle', EDITION, '--arrived');
    expect(unsaid).toMatchObject({ code: 1, out: '' });
    expect(unsaid.err).toContain('OPTION_MISSING');
    const settled = await run('edition', 'settle', EDITION, '--arrived', '--all', '--json');
    expect(JSON.parse(settled.out)).toEqual({
      edition: EDITION,
      state: 'paused',
      outcome: 'arrived',
      settled: 1,
    });
    const retried = await run('edition', 'retry', EDITION);
    expect(retried.out).toContain('1 delivery will be retried. The edition is paused');
    expect(retried.out).toContain(`npm run paperboy -- edition resume ${EDITION}`);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'paused', accepted: 2, planned: 1, failed: 0 });
    const acts = await ctx.db
      .selectFrom('operator_audit')
      .select(['operator', 'verb'])
      .orderBy('id')
      .execute();
    expect(acts[0]).toEqual({ operator: 'nina', verb: 'edition pause' });
    expect(acts.map(({ verb }) => verb)).toEqual(['edition pause', 'edition settle', 'edition retry']);
  });

  it('requires the address again to resend a digest', async () => {
    const [ada = '', bob = ''] = PEOPLE;
    const refused = await run('edition', 'resend', EDITION, '--subscriber', ada, '--confirm', bob);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('NOT_CONFIRMED');
  });
});

describe('doctor before the first start', () => {
  afterEach(() => endProcesses());

  it('migrates the embedded database like every other command and reports no failure', async () => {
    const ctx = await testInstallation();
    const directory = join(ctx.directory, 'fresh');
    const child = paperboyProcess(['doctor', '--json'], { ...ctx.variables, DATA_DIR: directory });
    await child.ended;
    await ctx.close();
    const { checks } = JSON.parse(child.out()) as { checks: { what: string; finding: string }[] };
    expect(checks).toContainEqual({
      what: 'database',
      ok: true,
      finding: expect.stringContaining('up to date'),
    });
    expect(child.out()).not.toContain('does not exist');
  });
});
