import { ingest } from '../../src/papers/ingest/ingest.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe: the same records change nothing, and a second reading of a signal is one snapshot more. */
export const ingestJob: Handler<'ingest'> = (ctx, payload, signal) =>
  ingest(ctx, { source: payload.source, day: payload.day, force: payload.again !== undefined, signal });
