import type { Context } from '../context.ts';
import { type BreakingPaper, quarantinePapers } from '../papers/quarantine.ts';
import { classify } from './classify.ts';
import { readUnclassified, storeTopics } from './topic-queries.ts';

const BATCH = 300;

/**
 * Classifies every paper that is unclassified under the present taxonomy or has changed. Returns the number
 * of papers classified and how many of them have a topic. Idempotent.
 */
export async function assignTopics(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'taxonomy'>,
  input: { signal?: AbortSignal } = {},
): Promise<{ papers: number; withTopic: number }> {
  const report = { papers: 0, withTopic: 0 };
  for (;;) {
    input.signal?.throwIfAborted();
    const papers = await readUnclassified(ctx.db, ctx.taxonomy.version, BATCH);
    if (papers.length === 0) return report;
    const culprits: BreakingPaper[] = [];
    const classified = papers.map((paper) => {
      try {
        return { ...paper, topics: classify(ctx.taxonomy, paper) };
      } catch (error) {
        // Stored without topics, or the paper would come back in every batch.
        culprits.push({ paperId: paper.id, error });
        return { ...paper, topics: [] };
      }
    });
    await quarantinePapers(ctx, 'classification', culprits);
    await storeTopics(ctx.db, ctx.taxonomy.version, classified, ctx.clock.now());
    report.papers += classified.length;
    report.withTopic += classified.filter((paper) => paper.topics.length > 0).length;
  }
}
