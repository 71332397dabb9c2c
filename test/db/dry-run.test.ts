import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRunTransaction } from '../../src/db/dry-run.ts';
import { dryRun } from '../../src/rerun/dry-run.ts';
import { lockPool } from '../../src/trending/decision-queries.ts';
import { rank } from '../../src/trending/rank.ts';
import { newestRevision } from '../../src/trending/revision-queries.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';

const DAY = '2026-11-23';
const POOL = { poolId: `day-${DAY}`, day: DAY, days: 3 };

// On the embedded database all is one session, and nobody waits for a lock.
const missing = missingFor('postgres');
describe.skipIf(missing !== null)(missing ?? 'a rehearsal beside the real thing', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation({ way: 'postgres' });
  });
  afterAll(() => ctx?.close());

  it('lets a real ranking through as soon as its part is over, and leaves nothing', async () => {
    const seen = await dryRunTransaction(ctx.db, async (db) => {
      const foreseen = await dryRunTransaction(db, (part) => rank({ ...ctx, db: part }, POOL));
      expect(await newestRevision(db, POOL.poolId)).toBeUndefined();
      const real = await rank(ctx, POOL);
      return [foreseen.revision, real.revision];
    });
    expect(seen).toEqual([1, 1]);
    expect(await newestRevision(ctx.db, POOL.poolId)).toMatchObject({ revision: 1 });
  });

  it('does not wait long for a real ranking, and says why', async () => {
    await ctx.db.transaction().execute(async (trx) => {
      await lockPool(trx, POOL.poolId);
      await expect(
        dryRun(ctx, { what: 'rank', day: DAY, source: null, edition: null }),
      ).rejects.toMatchObject({ code: 'FORESIGHT_BUSY', message: expect.stringContaining('Look again') });
    });
  });
});
