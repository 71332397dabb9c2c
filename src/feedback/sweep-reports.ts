import { FEEDBACK } from '../../config/feedback.ts';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
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
 * Applies reports that were stored and not applied: a crash came in between, or their mail was not known yet. One that
 * fails does not hold up the others. Returns how many were looked at. Safe to repeat and to run twice at once.
 */
export async function sweepReports(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'reports', FEEDBACK.batch);
  for (const key of due) await applyOrDefer<unknown>(ctx, key, () => applyReport(ctx, key));
  return due.length;
}

/**
 * The same for mail to us that waits to be read. Apart and few at a time, after everything else: strangers write it, as much as they
 * like, and fetching one may take seconds.
 */
export async function sweepReceived(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'received', FEEDBACK.inboundBatch);
  for (const key of due) await applyOrDefer<unknown>(ctx, key, () => processReceivedEmail(ctx, key));
  return due.length;
}

/** Erases what providers sent, word for word, when its time is over, and much later the bare rows; returns how many payloads. */
export async function deleteExpiredPayloads(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  await clearPayloadsOfErased(ctx.db, before(3));
  await deleteReportsBefore(ctx.db, before(RETENTION_PERIODS.reportsDays));
  return clearPayloadsBefore(ctx.db, before(RETENTION_PERIODS.rawReportsDays));
}
