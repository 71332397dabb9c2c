import { ingest } from '../../src/papers/ingest/ingest.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: equal records change nothing, and another reading of a signal is one more snapshot. */
export const ingestJob: Handler<'ingest'> = (ctx, payload, signal) =>
  ingest(ctx, { source: payload.source, day: payload.day, force: payload.again !== undefined, signal });
