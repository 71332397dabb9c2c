import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../src/alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../../src/alerts/alerts.ts';
import { up as renameAlertCodes } from '../../src/db/migrations/0018-alert-codes.ts';
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

  it('are one row while open, and a new row after they ended', async () => {
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

  it('keep their row under the renamed code after the migration', async () => {
    const stored = { subject: 'an older release', message: 'It failed.', remedy: 'Fix it.' };
    const now = ctx.clock.now();
    await ctx.db
      .insertInto('alerts')
      .values({ ...stored, code: 'BOOKS_UNBALANCED', raised_at: now, noticed_at: now })
      .execute();
    await renameAlertCodes(ctx.db as unknown as Kysely<unknown>);
    expect(await readOpenAlerts(ctx.db)).toContainEqual(
      expect.objectContaining({ code: 'TOTALS_MISMATCH', subject: stored.subject }),
    );
  });
});
