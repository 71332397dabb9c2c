import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../src/alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../../src/alerts/alerts.ts';
import { insertAuditEntry } from '../../src/audit/audit-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

const ALERT = {
  code: 'EDITION_PAUSED',
  subject: 'daily-2026-11-23',
  message: 'Something is wrong.',
} as const;

describe('alerts', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());

  it('are one row however often they are noticed, and open anew after they were over', async () => {
    await raiseAlert(ctx, ALERT);
    await raiseAlert(ctx, { ...ALERT, message: 'It is still wrong.' });
    await raiseAlert(ctx, { ...ALERT, subject: 'weekly-2026-11-23' });
    expect(await readOpenAlerts(ctx.db)).toMatchObject([
      {
        subject: 'daily-2026-11-23',
        message: 'It is still wrong.',
        remedy: expect.stringContaining(ALERT.subject),
        times: 2,
      },
      { subject: 'weekly-2026-11-23', times: 1 },
    ]);
    await clearAlert(ctx, ctx.db, ALERT);
    expect((await readOpenAlerts(ctx.db)).map(({ subject }) => subject)).toEqual(['weekly-2026-11-23']);
    await raiseAlert(ctx, ALERT);
    expect(await readOpenAlerts(ctx.db)).toHaveLength(2);
    const all = await ctx.db.selectFrom('alerts').select('times').orderBy('id').execute();
    expect(all.map(({ times }) => times)).toEqual([2, 1, 1]);
  });

  it('stand beside acts, which keep what was before and after', async () => {
    const act = { operator: 'ada', verb: 'edition pause', subject: 'daily-2026-11-23' };
    await insertAuditEntry(
      ctx.db,
      { ...act, before: { state: 'open' }, after: { state: 'paused' } },
      ctx.clock.now(),
    );
    expect(await ctx.db.selectFrom('operator_audit').selectAll().execute()).toMatchObject([
      { ...act, before: { state: 'open' }, after: { state: 'paused' }, at: ctx.clock.now() },
    ]);
  });
});
