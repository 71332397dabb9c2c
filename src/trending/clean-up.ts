import { RETENTION_PERIODS } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { copyToArchive } from './archive-queries.ts';
import { deleteOldColdModels } from './cold/cold-model-queries.ts';
import { deleteOldRevisions } from './revision-queries.ts';

/**
 * Deletes pool revisions past their retention, after copying what the public archive shows of them, then the
 * cold models that no revision refers to any more. Returns how many revisions were deleted. Safe to repeat.
 */
export async function cleanUpPools(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  const usedBefore = before(RETENTION_PERIODS.usedPoolsDays);
  await copyToArchive(ctx.db, usedBefore);
  const deleted = await deleteOldRevisions(ctx.db, before(RETENTION_PERIODS.unusedPoolsDays), usedBefore);
  await deleteOldColdModels(ctx.db);
  return deleted;
}
