import { RETENTION_PERIODS } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { eraseSubscriber } from './erase.ts';
import { eraseDeliveryContents, findPartlyErased } from './erase-queries.ts';
import { deleteExpiredRequests, findUnconfirmedSubscribers } from './subscriber-queries.ts';

/**
 * Housekeeping of subscribers: erases sign-ups that were never
 * confirmed, drops choices of returning subscribers who did not confirm, and clears deliveries that were
 * being sent while their subscriber was erased. Returns how many were erased. Safe to repeat.
 */
export async function cleanUpSubscribers(
  ctx: Pick<Context, 'db' | 'clock'>,
): Promise<{ unconfirmedErased: number }> {
  const now = ctx.clock.now();
  const confirmBy = new Date(now.getTime() - RETENTION_PERIODS.confirmDays * 86_400_000);
  const unconfirmed = await findUnconfirmedSubscribers(ctx.db, confirmBy);
  for (const id of unconfirmed) await eraseSubscriber(ctx, id, { unlessConfirmed: true });
  await deleteExpiredRequests(ctx.db, confirmBy);
  for (const id of await findPartlyErased(ctx.db)) await eraseDeliveryContents(ctx.db, id);
  return { unconfirmedErased: unconfirmed.length };
}
