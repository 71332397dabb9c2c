import type { Context } from '../../context.ts';
import { newJob } from '../../queue/jobs.ts';
import { readWaitingTransactionalEmails } from './transactional-queries.ts';

/** A notification that waits longer than this has probably lost its job. */
const TRANSACTIONAL_LOST_MS = 2 * 60_000;

/** Enqueues notifications whose job was lost: the row is the truth, the queue may forget everything at any time. */
export async function requeueTransactional(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - TRANSACTIONAL_LOST_MS);
  const waiting = await readWaitingTransactionalEmails(ctx.db, before);
  // Its first job may still be known as failed, and the same id again would be no job: so one id an hour.
  const again = ctx.clock.now().toISOString().slice(0, 13).toLowerCase();
  for (const notificationId of waiting) await ctx.queue.enqueue(newJob('notify', { notificationId, again }));
  return waiting.length;
}
