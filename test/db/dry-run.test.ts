import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRunTransaction } from '../../src/db/dry-run.ts';
import { dryRun } from '../../src/rerun/dry-run.ts';
import { lockPool } from '../../src/trending/decision-queries.ts';
import { rankPool } from '../../src/trending/rank-pool.ts';
import { findNewestRevision } from '../../src/trending/revision-queries.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';

const DAY = '2026-11-23';
const POOL = { poolId: `day-${DAY}`, day: DAY, days: 3 };

// The embedded database is one session, so no lock is ever waited for.
const missing = missingFor('postgres');
describe.skipIf(missing !== null)(missing ?? 'a dry run next to the real operation', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation({ way: 'postgres' });
  });
  afterAll(() => ctx?.close());

  it('releases its locks at the end of a nested dry run, and leaves no rows', async () => {
    const revisions = await dryRunTransaction(ctx.db, async (db) => {
      const measured = await dryRunTransaction(db, (nested) => rankPool({ ...ctx, db: nested }, POOL));
      expect(await findNewestRevision(db, POOL.poolId)).toBeUndefined();
      const real = await rankPool(ctx, POOL);
      return [measured.revision, real.revision];
    });
    expect(revisions).toEqual([1, 1]);
    expect(await findNewestRevision(ctx.db, POOL.poolId)).toMatchObject({ revision: 1 });
  });

  it('throws DRY_RUN_BUSY instead of waiting for a real ranking', async () => {
    await ctx.db.transaction().execute(async (trx) => {
      await lockPool(trx, POOL.poolId);
      await expect(
        dryRun(ctx, { what: 'rank', day: DAY, source: null, edition: null }),
      ).rejects.toMatchObject({ code: 'DRY_RUN_BUSY', message: expect.stringContaining('Try again') });
    });
  });
});
