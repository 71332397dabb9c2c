import type { Transaction } from 'kysely';
import { IMPORT } from '../../../config/imports.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { newJob } from '../../queue/jobs.ts';
import { takeImportLines } from './import-line-queries.ts';
import {
  type AddOutcome,
  addImportCounts,
  deleteOldImports,
  lockRunningImport,
  readStuckImports,
  readUnusedImports,
} from './import-queries.ts';
import { addSubscribersWithin } from './import-subscribers.ts';
import { dropImport } from './start-import.ts';

type Counts = Record<AddOutcome, number>;

/**
 * Runs the rest of a started import, step by step. Each step deletes its lines, adds their subscribers and
 * counts them in one transaction, so that a crash at any moment loses, adds or counts no subscriber twice.
 */
export async function runImport(
  ctx: Pick<Context, 'db' | 'clock'>,
  { importId }: { importId: number },
  signal: AbortSignal,
): Promise<Counts> {
  const total: Counts = { added: 0, known: 0, suppressed: 0 };
  for (;;) {
    signal.throwIfAborted();
    const step = await ctx.db.transaction().execute((trx) => runStep(trx, importId, ctx.clock.now()));
    if (step === null) return total;
    total.added += step.added;
    total.known += step.known;
    total.suppressed += step.suppressed;
  }
}

async function runStep(trx: Transaction<Database>, importId: number, now: Date): Promise<Counts | null> {
  if (!(await lockRunningImport(trx, importId))) return null;
  const subscribers = await takeImportLines(trx, importId);
  const counts = await addSubscribersWithin(trx, subscribers, now);
  // A short step is not the last one: a line may have been deleted by an erasure at this moment.
  await addImportCounts(trx, importId, { ...counts, done: subscribers.length === 0 }, now);
  return counts;
}

/**
 * Enqueues running imports that lost their job. The first job may still exist as failed, so each hour uses an
 * id of its own.
 */
export async function requeueImports(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const now = ctx.clock.now();
  const stuck = await readStuckImports(ctx.db, new Date(now.getTime() - IMPORT.lostMinutes * 60_000));
  const again = now.toISOString().slice(0, 13).toLowerCase();
  for (const importId of stuck) await ctx.queue.enqueue(newJob('import', { importId, again }));
  return stuck.length;
}

/** Drops imports that were not started in time and deletes old ones. Returns how many were dropped. */
export async function deleteExpiredImports(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  const unused = await readUnusedImports(ctx.db, before(IMPORT.unstartedDays));
  for (const importId of unused) await dropImport(ctx, { importId, operator: 'housekeeping' });
  await deleteOldImports(ctx.db, before(IMPORT.retentionDays));
  return unused.length;
}
