import type { Context } from '../../context.ts';
import { readUnindexed, storeIndex } from './index-queries.ts';

const BATCH = 500;

/**
 * Indexes every paper with a missing or outdated entry, and returns how many. Papers are normally indexed as
 * they are stored; this covers papers from before there was an index, and a raised index version.
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
