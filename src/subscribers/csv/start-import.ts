import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { reasonOf } from '../../errors.ts';
import { newJob } from '../../queue/jobs.ts';
import { endImportPreview } from './import-queries.ts';

interface ImportAction {
  importId: number;
  operator: string;
}

/**
 * Starts an uploaded import by enqueueing its job. False, and nothing changes, when it was already started or
 * dropped.
 */
export async function startImport(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'log'>,
  { importId, operator }: ImportAction,
): Promise<boolean> {
  if (!(await endPreview(ctx, { importId, operator }, 'running'))) return false;
  try {
    await ctx.queue.enqueue(newJob('import', { importId }));
  } catch (error) {
    // The row is `running`, so requeueImports enqueues it again.
    ctx.log.warn({ import: importId, reason: reasonOf(error) }, 'import waits for the queue');
  }
  return true;
}

/** Discards an uploaded import and all personal data in it. False when it was already started or dropped. */
export function dropImport(ctx: Pick<Context, 'db' | 'clock'>, action: ImportAction): Promise<boolean> {
  return endPreview(ctx, action, 'dropped');
}

function endPreview(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { importId, operator }: ImportAction,
  to: 'running' | 'dropped',
): Promise<boolean> {
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    if (!(await endImportPreview(trx, importId, to, now))) return false;
    const verb = to === 'running' ? 'import start' : 'import drop';
    const [before, after] = [{ state: 'shown' }, { state: to }];
    await insertAuditEntry(trx, { operator, verb, subject: String(importId), before, after }, now);
    return true;
  });
}
