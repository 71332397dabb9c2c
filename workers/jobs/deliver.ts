import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../src/delivery/pipeline/sweep.ts';
import { openPools } from '../../src/editions/pools.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat, also concurrently: one worker claims a delivery, and a started attempt settles by its idempotency key. */
export const deliverJob: Handler<'deliver'> = async (ctx, payload, signal) => {
  const pools = openPools();
  const swept = await sweep(ctx, pools);
  return { swept, ...(await deliver(ctx, { day: payload.day, signal }, pools)) };
};
