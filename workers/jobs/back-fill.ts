import { backFillByJob } from '../../src/papers/ingest/back-fill.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat, also concurrently: a row has the next day, and equal records change nothing. */
export const backFillJob: Handler<'back-fill'> = (ctx, payload, signal) =>
  backFillByJob(ctx, { source: payload.source, signal });
