import { enqueueDue, sendShare } from '../../src/delivery/pipeline/send-due.ts';
import { sweep } from '../../src/delivery/pipeline/sweep.ts';
import { checkTotals } from '../../src/delivery/status/check-totals.ts';
import { requeueTransactional } from '../../src/delivery/transactional/requeue-transactional.ts';
import { sweepReceived, sweepReports } from '../../src/feedback/sweep-reports.ts';
import { requeueImports } from '../../src/subscribers/csv/run-import.ts';
import { requeueSignUpRequests } from '../../src/subscribers/sign-up/sign-up-request.ts';
import type { Handler } from '../job-handler.ts';
import { requeueLost } from '../requeue-lost.ts';

/**
 * Safe to repeat, for the reasons in deliver.ts; the jobs that it adds have the same ids. The next slot catches
 * up for a missed one.
 */
export const sendSlotJob: Handler<'send-slot'> = async (ctx, { slot }, signal) => {
  // First: reports can suppress an address, or settle an attempt that the sweep would give up.
  const reports = await sweepReports(ctx);
  const swept = await sweep(ctx, ctx.pools);
  const requeued =
    (await requeueTransactional(ctx)) + (await requeueSignUpRequests(ctx)) + (await requeueImports(ctx));
  const unplanned = await requeueLost(ctx);
  // Before sending, so a slow provider does not delay the alert.
  const unbalanced = await checkTotals(ctx);
  // The slot sends the first share itself, so a small edition needs no further job.
  await enqueueDue(ctx, { slot, from: 2 });
  const delivered = await sendShare(ctx, { slot, share: 1, round: 1 }, ctx.pools, signal);
  const received = await sweepReceived(ctx);
  return { reports, swept, requeued, unplanned, unbalanced, received, ...delivered };
};
