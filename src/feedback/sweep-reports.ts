import { FEEDBACK } from '../../config/feedback.ts';
import { RETENTION_PERIODS } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import type { InboundContext } from './process-inbound.ts';
import { applyReceived } from './process-received.ts';
import { applyReport } from './reports/apply-report.ts';
import {
  deleteRawBefore,
  deleteReportsBefore,
  emptyErased,
  readDueReports,
} from './reports/report-queries.ts';
import { attempt } from './reports/store-report.ts';

/**
 * Applies reports that were stored and not applied: a crash came in between, or their mail was not known yet. One that
 * fails does not hold up the others. Returns how many were looked at. Safe to repeat and to run twice at once.
 */
export async function sweepReports(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'reports', FEEDBACK.batch);
  for (const key of due) await attempt<unknown>(ctx, key, () => applyReport(ctx, key));
  return due.length;
}

/**
 * The same for mail to us that waits to be read. Apart and few at a time, after everything else: strangers write it, as much as they
 * like, and fetching one may take seconds.
 */
export async function sweepReceived(ctx: InboundContext): Promise<number> {
  const due = await readDueReports(ctx.db, ctx.clock.now(), 'received', FEEDBACK.inboundBatch);
  for (const key of due) await attempt<unknown>(ctx, key, () => applyReceived(ctx, key));
  return due.length;
}

/** Erases what providers sent, word for word, when its time is over, and much later the bare rows; returns how many payloads. */
export async function forgetPayloads(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  await emptyErased(ctx.db, before(3));
  await deleteReportsBefore(ctx.db, before(RETENTION_PERIODS.reportsDays));
  return deleteRawBefore(ctx.db, before(RETENTION_PERIODS.rawReportsDays));
}
