import { SENDING_JOBS } from '../../../config/queues.ts';
import type { Context } from '../../context.ts';
import type { PoolCache } from '../../editions/pool-cache.ts';
import { reasonOf } from '../../errors.ts';
import { type JobPayload, newJob, slotOf } from '../../queue/jobs.ts';
import { countDueDeliveries } from './claim-queries.ts';
import { type DeliverReport, deliver } from './deliver.ts';
import type { SendContext } from './send.ts';

/** Share of the due deliveries that one job sends. */
type Share = JobPayload<'send-due'>;

/**
 * Adds jobs by the amount of work: one for every 5,000 due deliveries, at most 16, from share number `from` on.
 * Ids follow from slot, share and round, so a repeat adds none twice. Returns the number of jobs.
 */
export async function enqueueDue(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  first: Pick<Share, 'slot' | 'again'> & { from: number },
): Promise<number> {
  const { deliveries, most } = SENDING_JOBS;
  const { slot, again, from } = first;
  const due = await countDueDeliveries(ctx.db, ctx.clock.now(), deliveries * most);
  const last = Math.min(Math.ceil(due / deliveries), most);
  for (let share = from; share <= last; share += 1)
    await ctx.queue.enqueue(newJob('send-due', { slot, share, round: 1, again }));
  return Math.max(last - from + 1, 0);
}

/**
 * Starts sending at once after an operator resumed an edition, instead of with the next send slot. A queue that is
 * unreachable is only logged, because the next slot sends the same deliveries.
 */
export async function startSending(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'log'>,
  resumed: { edition: string; due: number },
): Promise<void> {
  if (resumed.due === 0) return;
  try {
    await enqueueDue(ctx, { slot: slotOf(ctx.clock.now()), again: `resumed-${resumed.edition}`, from: 1 });
  } catch (error) {
    ctx.log.warn({ reason: reasonOf(error) }, 'sending starts with the next send slot');
  }
}

/**
 * Sends up to 5,000 due deliveries and, if more are due, enqueues the job that follows. A provider without free
 * capacity ends the chain; the next send slot starts another.
 */
export async function sendShare(
  ctx: SendContext & Pick<Context, 'queue'>,
  share: Share,
  pools: PoolCache,
  signal: AbortSignal,
  limit: number = SENDING_JOBS.deliveries,
): Promise<DeliverReport> {
  const report = await deliver(ctx, { signal, limit }, pools);
  if (report.reachedLimit) await ctx.queue.enqueue(newJob('send-due', { ...share, round: share.round + 1 }));
  return report;
}
