import type { Context } from '../../context.ts';
import { bibtexEntry, distinctKeys } from '../../papers/citation/bibtex.ts';
import { readCitablePapers } from '../../papers/citation/citation-queries.ts';
import { readSentDigests } from './personal-data-queries.ts';

/**
 * Papers of a subscriber's accepted digests as BibTeX in pieces, newest digest first, each paper once. Reads
 * 60 digests at a time, so that years of them are never in memory together.
 */
export async function* sentBibliography(
  ctx: Pick<Context, 'db'>,
  { subscriberId }: { subscriberId: string },
): AsyncGenerator<string> {
  const keyOf = distinctKeys();
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readSentDigests>> = await readSentDigests(
      ctx.db,
      subscriberId,
      before,
    );
    const ids = page.digests.flatMap(({ papers }) => papers.map(({ paperId }) => paperId));
    for (const paper of await readCitablePapers(ctx.db, ids))
      yield `${bibtexEntry(paper, { key: keyOf(paper) })}\n`;
    before = page.earlier;
  } while (before !== null);
}
