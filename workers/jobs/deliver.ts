import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../src/delivery/pipeline/sweep.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Safe to repeat, also concurrently: one worker claims a delivery, and a started attempt settles by its
 * idempotency key.
 */
export const deliverJob: Handler<'deliver'> = async (ctx, payload, signal) => {
  const swept = await sweep(ctx, ctx.pools);
  return { swept, ...(await deliver(ctx, { day: payload.day, signal }, ctx.pools)) };
};
