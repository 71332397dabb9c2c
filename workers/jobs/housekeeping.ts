import { RETENTION_PERIODS } from '../../config/schedule.ts';
import { deleteExpiredSessions } from '../../src/accounts/session.ts';
import { deleteFailedSignIns } from '../../src/audit/audit-queries.ts';
import { deleteForgottenRefusals } from '../../src/delivery/providers/mass-refusal-queries.ts';
import { deleteExpiredPayloads } from '../../src/feedback/sweep-reports.ts';
import { deleteOldChecks } from '../../src/papers/ingest/recheck-queries.ts';
import { deleteOldRejections } from '../../src/papers/ingest/source-queries.ts';
import { refitMeaning } from '../../src/papers/meaning/refresh-meaning.ts';
import { deleteOldSummaries } from '../../src/papers/summary/generated-summary-queries.ts';
import { cleanUpThumbnails } from '../../src/papers/thumbnails/fetch-thumbnails.ts';
import { deleteOldReruns } from '../../src/runs/rerun-queries.ts';
import { deleteOldRuns } from '../../src/runs/run-queries.ts';
import { cleanUpSubscribers } from '../../src/subscribers/clean-up.ts';
import { deleteExpiredImports } from '../../src/subscribers/csv/run-import.ts';
import { deleteFormerTopics } from '../../src/topics/topic-queries.ts';
import { cleanUpPools } from '../../src/trending/clean-up.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Deletes what is past its retention and fits the model of meaning again when it is due. Idempotent: a second
 * run finds nothing left to do.
 */
export const housekeepingJob: Handler<'housekeeping'> = async (ctx, _payload, signal) => {
  const before = (days: number) => new Date(ctx.clock.now().getTime() - days * 86_400_000);
  await deleteFailedSignIns(ctx.db, before(RETENTION_PERIODS.runsDays));
  await deleteOldReruns(ctx.db, before(RETENTION_PERIODS.runsDays));
  await deleteForgottenRefusals(ctx.db, ctx.clock.now());
  await deleteOldChecks(ctx.db, before(RETENTION_PERIODS.rejectionsDays));
  await ctx.limits.deleteExpired();
  const report = {
    ...(await cleanUpSubscribers(ctx)),
    poolsDeleted: await cleanUpPools(ctx),
    thumbnailsDeleted: await cleanUpThumbnails(ctx),
    rejectionsDeleted: await deleteOldRejections(ctx.db, before(RETENTION_PERIODS.rejectionsDays)),
    summariesDeleted: await deleteOldSummaries(ctx.db, before(RETENTION_PERIODS.summariesDays)),
    topicsDeleted: await deleteFormerTopics(
      ctx.db,
      ctx.taxonomy.version,
      before(RETENTION_PERIODS.formerTopicsDays),
    ),
    runsDeleted: await deleteOldRuns(ctx.db, before(RETENTION_PERIODS.runsDays)),
    payloadsErased: await deleteExpiredPayloads(ctx),
    sessionsForgotten: await deleteExpiredSessions(ctx),
    importsDropped: await deleteExpiredImports(ctx),
    meaningsRefitted: await refitMeaning(ctx, { signal }),
  };
  ctx.log.info(report, 'housekeeping done');
  return report;
};
