import type { Context } from '../../context.ts';
import { readUnindexed, storeIndex } from './index-queries.ts';

const BATCH = 500;

/**
 * Puts every paper into the search index whose words are missing there or old: papers are indexed as they are stored, so
 * this is for those from before there was an index, and for a new way of reading words. Returns how many there were.
 */
export async function indexPapers(
  ctx: Pick<Context, 'db'>,
  input: { signal?: AbortSignal } = {},
): Promise<number> {
  for (let indexed = 0; ; ) {
    input.signal?.throwIfAborted();
    const papers = await readUnindexed(ctx.db, { limit: BATCH });
    if (papers.length === 0) return indexed;
    await ctx.db.transaction().execute((trx) => storeIndex(trx, papers));
    indexed += papers.length;
  }
}
