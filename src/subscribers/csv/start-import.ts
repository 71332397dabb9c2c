import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { reasonOf } from '../../errors.ts';
import { newJob } from '../../queue/jobs.ts';
import { endImportPreview } from './import-queries.ts';

interface ImportAct {
  importId: number;
  operator: string;
}

/** Lets an uploaded file be brought in, by a job. False, and nothing is done, when it was started or dropped before. */
export async function startImport(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'log'>,
  { importId, operator }: ImportAct,
): Promise<boolean> {
  if (!(await endPreview(ctx, { importId, operator }, 'running'))) return false;
  try {
    await ctx.queue.enqueue(newJob('import', { importId }));
  } catch (error) {
    // The row says that it runs, and requeueImports comes back to it.
    ctx.log.warn({ import: importId, reason: reasonOf(error) }, 'import waits for the queue');
  }
  return true;
}

/** Discards an uploaded file and everything personal in it. False when it was started or dropped before. */
export function dropImport(ctx: Pick<Context, 'db' | 'clock'>, act: ImportAct): Promise<boolean> {
  return endPreview(ctx, act, 'dropped');
}

function endPreview(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { importId, operator }: ImportAct,
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
