import { observe } from '../../src/papers/ingest/observe.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe: every reading is a snapshot of its own moment, and none is ever overwritten. */
export const observeJob: Handler<'observe'> = (ctx, payload, signal) =>
  observe(ctx, { day: payload.day, signal });
