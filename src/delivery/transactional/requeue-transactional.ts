import type { Context } from '../../context.ts';
import { newJob } from '../../queue/jobs.ts';
import { readWaitingTransactionalEmails } from './transactional-queries.ts';

/** Age after which a waiting transactional email has probably lost its job. */
const TRANSACTIONAL_LOST_MS = 2 * 60_000;

/**
 * Enqueues transactional emails that lost their job: the row is the truth, and the queue may lose everything
 * at any time.
 */
export async function requeueTransactional(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - TRANSACTIONAL_LOST_MS);
  const waiting = await readWaitingTransactionalEmails(ctx.db, before);
  // The first job may still be stored as failed, and the queue ignores a known job id, so the id changes
  // every hour.
  const again = ctx.clock.now().toISOString().slice(0, 13).toLowerCase();
  for (const notificationId of waiting) await ctx.queue.enqueue(newJob('notify', { notificationId, again }));
  return waiting.length;
}
