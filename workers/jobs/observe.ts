import { observe } from '../../src/papers/ingest/observe.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: every reading is its own snapshot, and none is overwritten. */
export const observeJob: Handler<'observe'> = (ctx, payload, signal) =>
  observe(ctx, { day: payload.day, signal });
