import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import { deleteFailedSignIns } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { dayOf } from '../../day.ts';
import { deleteOldRejections } from '../../papers/ingest/source-queries.ts';
import { newJob } from '../../queue/jobs.ts';
import { deleteOldReruns } from '../../runs/rerun-queries.ts';
import { deleteOldRuns } from '../../runs/run-queries.ts';
import { eraseSubscriber } from '../../subscribers/erase.ts';
import { eraseDeliveryContents, findPartlyErased } from '../../subscribers/erase-queries.ts';
import { findUnconfirmedSubscribers, resumeEndedPauses } from '../../subscribers/subscriber-queries.ts';
import { copyToArchive } from '../../trending/archive-queries.ts';
import { deleteOldRevisions } from '../../trending/revision-queries.ts';
import { readWaitingNotifications } from '../transactional/transactional-queries.ts';

/** A notification that waits longer than this has probably lost its job. */
const NOTIFICATION_LOST_MS = 2 * 60_000;

export interface HousekeepingResult {
  woken: number;
  unconfirmedErased: number;
  poolsDeleted: number;
  rejectionsDeleted: number;
  runsDeleted: number;
}

/** Ends pauses that are over, erases who never confirmed, deletes what is past its time. Safe to repeat. */
export async function cleanUp(ctx: Pick<Context, 'db' | 'clock' | 'log'>): Promise<HousekeepingResult> {
  const now = ctx.clock.now();
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const unconfirmed = await findUnconfirmedSubscribers(ctx.db, before(RETENTION_PERIODS.confirmDays));
  for (const id of unconfirmed) await eraseSubscriber(ctx, id, { unlessConfirmed: true });
  for (const id of await findPartlyErased(ctx.db)) await eraseDeliveryContents(ctx.db, id);
  await deleteOldReruns(ctx.db, before(RETENTION_PERIODS.runsDays));
  await deleteFailedSignIns(ctx.db, before(RETENTION_PERIODS.runsDays));
  await copyToArchive(ctx.db, before(RETENTION_PERIODS.usedPoolsDays));
  const report = {
    woken: await resumeEndedPauses(ctx.db, dayOf(now), now),
    unconfirmedErased: unconfirmed.length,
    poolsDeleted: await deleteOldRevisions(
      ctx.db,
      before(RETENTION_PERIODS.unusedPoolsDays),
      before(RETENTION_PERIODS.usedPoolsDays),
    ),
    rejectionsDeleted: await deleteOldRejections(ctx.db, before(RETENTION_PERIODS.rejectionsDays)),
    runsDeleted: await deleteOldRuns(ctx.db, before(RETENTION_PERIODS.runsDays)),
  };
  ctx.log.info(report, 'housekeeping done');
  return report;
}

/** Enqueues notifications whose job was lost: the row is the truth, the queue may forget everything at any time. */
export async function requeueNotifications(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - NOTIFICATION_LOST_MS);
  const waiting = await readWaitingNotifications(ctx.db, before);
  // Its first job may still be known as failed, and the same id again would be no job: so one id an hour.
  const again = ctx.clock.now().toISOString().slice(0, 13).toLowerCase();
  for (const notificationId of waiting) await ctx.queue.enqueue(newJob('notify', { notificationId, again }));
  return waiting.length;
}
