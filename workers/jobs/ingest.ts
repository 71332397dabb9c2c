import { isBackFillDue } from '../../src/papers/ingest/back-fill.ts';
import { ingest } from '../../src/papers/ingest/ingest.ts';
import { newJob } from '../../src/queue/jobs.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Safe to repeat: equal records change nothing, and another reading of a signal is one more snapshot. A source
 * that responded is asked for a part of its earlier lists, once an hour until they are there.
 */
export const ingestJob: Handler<'ingest'> = async (ctx, payload, signal) => {
  const { source, day, again } = payload;
  const report = await ingest(ctx, { source, day, force: again !== undefined, signal });
  if (await isBackFillDue(ctx, source)) {
    const hour = ctx.clock.now().toISOString().slice(0, 13);
    await ctx.queue.enqueue(newJob('back-fill', { source, hour }));
  }
  return report;
};
