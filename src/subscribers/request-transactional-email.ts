import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { newJob } from '../queue/jobs.ts';
import { insertTransactionalEmail } from './transactional-email-queries.ts';

export type TransactionalEmailKind =
  | 'confirm'
  | 'lifted'
  | 'welcome'
  | 'your-link'
  | 'goodbye'
  | 'new-address'
  | 'address-notice';

/**
 * Stores a transactional email as due and enqueues its job. At most one of a kind per hour and subscriber,
 * however often a form is submitted: the hour is part of the row's unique key.
 */
export async function requestTransactionalEmail(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  subscriberId: string,
  kind: TransactionalEmailKind,
): Promise<void> {
  const now = ctx.clock.now();
  const notificationId = await insertTransactionalEmail(ctx.db, {
    id: randomUUID(),
    subscriberId,
    kind,
    dedupeKey: `${kind}-${subscriberId}-${now.toISOString().slice(0, 13)}`,
    now,
  });
  if (notificationId !== null) await ctx.queue.enqueue(newJob('notify', { notificationId }));
}
