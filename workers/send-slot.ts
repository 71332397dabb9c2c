import { checkBooks } from '../src/delivery/check-books.ts';
import { deliver } from '../src/delivery/deliver.ts';
import { requeueNotifications } from '../src/delivery/housekeep.ts';
import { sweep } from '../src/delivery/sweep.ts';
import { openPools } from '../src/editions/pools.ts';
import { sweepEvents, sweepReceived } from '../src/feedback/sweep-events.ts';
import { requeueAsks } from '../src/subscribers/ask.ts';
import { requeueImports } from '../src/subscribers/carry-out-import.ts';
import type { Handler } from './handle.ts';
import { makeUp } from './make-up.ts';

/** Twice is safe, for the reasons of deliver.ts; a slot that is missed is made up for by the next one. */
export const sendSlotJob: Handler<'send-slot'> = async (ctx, _payload, signal) => {
  const pools = openPools();
  // First, because what they say can keep somebody from being mailed, or settle what the sweep would give up.
  const reports = await sweepEvents(ctx);
  const swept = await sweep(ctx, pools);
  const requeued = (await requeueNotifications(ctx)) + (await requeueAsks(ctx)) + (await requeueImports(ctx));
  const unplanned = await makeUp(ctx);
  // Before anything is sent, so that a provider in trouble keeps nobody from hearing of it.
  const unbalanced = await checkBooks(ctx);
  const delivered = await deliver(ctx, { signal }, pools);
  const received = await sweepReceived(ctx);
  return { reports, swept, requeued, unplanned, unbalanced, received, ...delivered };
};
