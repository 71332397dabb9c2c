import { FEEDBACK } from '../../config/feedback.ts';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { deleteInboundCountsBefore } from './inbound-count-queries.ts';
import type { InboundContext } from './process-inbound.ts';
import { processReceivedEmail } from './process-received.ts';
import { applyReport } from './reports/apply-report.ts';
import {
  clearPayloadsBefore,
  clearPayloadsOfErased,
  deleteReportsBefore,
  readDueReports,
} from './reports/report-queries.ts';
import { applyOrDefer } from './reports/store-report.ts';

/**
 * Applies stored reports that were not applied yet, because of a crash or because their email was not known.
 * One failure does not hold up the others. Returns how many were due. Safe to repeat and to run concurrently.
 */
export async function sweepReports(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'reports', FEEDBACK.batch);
  for (const key of due) await applyOrDefer<unknown>(ctx, key, () => applyReport(ctx, key));
  return due.length;
}

/**
 * Processes received emails that wait. Separate from reports, few at a time and after everything else: anyone
 * can send them in any number, and fetching one may take seconds.
 */
export async function sweepReceived(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'received', FEEDBACK.inboundBatch);
  for (const key of due) await applyOrDefer<unknown>(ctx, key, () => processReceivedEmail(ctx, key));
  return due.length;
}

/**
 * Clears raw payloads past their retention, and much later deletes the rows; deletes old counts of inbound
 * emails. Returns how many payloads were cleared.
 */
export async function deleteExpiredPayloads(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  await clearPayloadsOfErased(ctx.db, before(3));
  await deleteInboundCountsBefore(ctx.db, before(RETENTION_PERIODS.rawReportsDays));
  await deleteReportsBefore(ctx.db, before(RETENTION_PERIODS.reportsDays));
  return clearPayloadsBefore(ctx.db, before(RETENTION_PERIODS.rawReportsDays));
}
