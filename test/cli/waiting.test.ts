import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../src/alerts/alerts.ts';
import { applySignal, type ProviderSignal } from '../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../src/delivery/providers/circuit-breaker-queries.ts';
import { DAY, dueEdition, EDITION } from '../support/due-edition.ts';
import type { TestInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';
import { startScriptedSmtp } from '../support/smtp-script.ts';

const PEOPLE = ['ada', 'bob', 'cyd', 'dan'].map((name) => `${name}@example.com`);
const SAID = '421 4.7.0 suspended';

describe('a mail server that accepts nothing', () => {
  let smtp: Awaited<ReturnType<typeof startScriptedSmtp>>;
  let ctx: TestInstallation;
  beforeAll(async () => {
    smtp = await startScriptedSmtp({ mail: SAID });
    ctx = await dueEdition(PEOPLE, { env: { MAILER: 'smtp', SMTP_URL: smtp.url } });
    // A separate process uses the real clock: all deliveries were due two hours ago, and one was deferred
    // already.
    const due = new Date(Date.now() - 2 * 3_600_000);
    await ctx.db.updateTable('deliveries').set({ send_at: due, due_at: due }).execute();
    const { id } = await ctx.db.selectFrom('deliveries').select('id').executeTakeFirstOrThrow();
    await ctx.db.updateTable('deliveries').set({ reason: SAID }).where('id', '=', id).execute();
    await meet({ kind: 'account', reason: SAID });
  });
  afterEach(() => endProcesses());
  afterAll(async () => {
    await ctx?.close();
    await smtp?.close();
  });

  async function meet(news: ProviderSignal): Promise<void> {
    const now = new Date();
    await ctx.db.transaction().execute(async (trx) => {
      await storeCircuit(trx, 'smtp', applySignal(await lockCircuit(trx, 'smtp'), news, now), now);
    });
  }

  async function run(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = paperboyProcess(argv, ctx.variables);
    const { code } = await child.ended;
    return { code, out: child.out(), err: child.err() };
  }

  const OUTAGE =
    /smtp rejected our account on the last attempt; circuit breaker open until .* UTC: 421 4\.7\.0 suspended\./;

  it('`edition show` reports overdue deliveries, the reason and the next attempt', async () => {
    const { out } = await run('edition', 'show', DAY);
    expect(out).toMatch(/4 deliveries are overdue; the oldest was due at .* UTC\./);
    expect(out).toContain(`1 delivery is waiting for a retry: ${SAID}.`);
    expect(out).toContain('3 more have not been attempted yet.');
    expect(out).toMatch(OUTAGE);
    expect(out).toMatch(/Next attempt: \d{4}-.* UTC\./);
  });

  it('`edition deliver` reports why nothing was sent', async () => {
    const { out } = await run('edition', 'deliver', DAY);
    expect(out).toMatch(/^0 accepted.* in 0 batches\.\ndaily-2026-11-23:\n {2}4 deliveries are overdue/);
    expect(out).toMatch(OUTAGE);
    const { waiting } = JSON.parse((await run('edition', 'deliver', DAY, '--json')).out);
    expect(waiting).toMatchObject([{ edition: EDITION, overdue: 4, reasons: [{ reason: SAID, count: 1 }] }]);
    expect(waiting[0].providers).toMatchObject([{ provider: 'smtp', kind: 'account', reason: SAID }]);
    expect(waiting[0].nextTry).toBe(waiting[0].providers[0].until);
  });

  it('`doctor` fails for a server that only accepts the sign-in', async () => {
    const left = await run('doctor');
    expect(left.out).toMatch(
      /FAIL mailer smtp: .*accepts the sign-in\..* But smtp rejected our account on the last attempt/,
    );
    await raiseAlert(ctx, { code: 'ACCOUNT_REJECTED', subject: 'smtp', message: SAID });
    await run('edition', 'pause', EDITION);
    const resumed = await run('edition', 'resume', EDITION);
    expect(resumed.out).toContain('WARNING: smtp rejected our account');
    expect(resumed.out).not.toContain('doctor');
    expect(resumed.out).toContain(`resolved: npm run paperboy -- edition show ${EDITION}`);
    const again = await run('doctor');
    expect(again.out).toMatch(/OK {3}mailer smtp: .* But smtp rejected .* a retry is allowed now: 421/);
    expect(again.out).toContain('Only the next emails show whether that is resolved.');
  });
});
