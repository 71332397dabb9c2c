import { observe } from '../../src/papers/ingest/observe.ts';
import { fetchThumbnails } from '../../src/papers/thumbnails/fetch-thumbnails.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: every reading is its own snapshot, and a thumbnail is fetched once. */
export const observeJob: Handler<'observe'> = async (ctx, payload, signal) => {
  const reports = await observe(ctx, { day: payload.day, signal });
  await fetchThumbnails(ctx, { signal });
  return reports;
};
