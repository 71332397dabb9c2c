import type { Kysely } from 'kysely';
import { inTransaction } from '../db/dry-run.ts';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database>;

export interface UnclassifiedPaper {
  id: string;
  title: string;
  abstract: string | null;
  categories: string[];
  contentHash: string;
}

/** Papers not yet classified by this version of the taxonomy, or changed since, newest first. */
export async function readUnclassified(
  db: Db,
  taxonomyVersion: number,
  limit: number,
): Promise<UnclassifiedPaper[]> {
  const rows = await db
    .selectFrom('papers')
    .leftJoin('classifications', (join) =>
      join
        .onRef('classifications.paper_id', '=', 'papers.id')
        .on('classifications.taxonomy_version', '=', taxonomyVersion)
        .onRef('classifications.content_hash', '=', 'papers.content_hash'),
    )
    .select(['papers.id', 'title', 'abstract', 'summary', 'categories', 'papers.content_hash'])
    .where('classifications.paper_id', 'is', null)
    .orderBy('papers.first_seen_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    // A paper without an abstract is classified by its summary.
    abstract: row.abstract ?? row.summary,
    categories: row.categories,
    contentHash: row.content_hash,
  }));
}

/** True if papers were classified before, but some not by this version of the taxonomy. */
export async function hasUnclassified(db: Db, taxonomyVersion: number): Promise<boolean> {
  const other = await db
    .selectFrom('classifications as other')
    .select('paper_id')
    .where('taxonomy_version', '<>', taxonomyVersion)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('classifications')
            .select('paper_id')
            .whereRef('classifications.paper_id', '=', 'other.paper_id')
            .where('taxonomy_version', '=', taxonomyVersion),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/**
 * Deletes the topics of papers under other versions of the taxonomy by which nothing was classified since
 * `before`. Returns the number of classifications. A process that still uses one classifies again.
 */
export async function deleteFormerTopics(db: Db, taxonomyVersion: number, before: Date): Promise<number> {
  const former = await db
    .selectFrom('classifications')
    .select('taxonomy_version')
    .where('taxonomy_version', '<>', taxonomyVersion)
    .groupBy('taxonomy_version')
    .having((eb) => eb(eb.fn.max('classified_at'), '<', before))
    .execute();
  const versions = former.map((row) => row.taxonomy_version);
  if (versions.length === 0) return 0;
  return inTransaction(db, async (trx) => {
    await trx.deleteFrom('topic_scores').where('taxonomy_version', 'in', versions).execute();
    const result = await trx
      .deleteFrom('classifications')
      .where('taxonomy_version', 'in', versions)
      .executeTakeFirstOrThrow();
    return Number(result.numDeletedRows);
  });
}

/** Replaces the topics of these papers under that version of the taxonomy. */
export async function storeTopics(
  db: Db,
  taxonomyVersion: number,
  papers: readonly { id: string; contentHash: string; topics: readonly { topic: string; score: number }[] }[],
  now: Date,
): Promise<void> {
  if (papers.length === 0) return;
  const ids = papers.map((paper) => paper.id);
  const scores = papers.flatMap((paper) =>
    paper.topics.map(({ topic, score }) => ({
      paper_id: paper.id,
      taxonomy_version: taxonomyVersion,
      topic,
      score,
    })),
  );
  await inTransaction(db, async (trx) => {
    await trx
      .deleteFrom('topic_scores')
      .where('taxonomy_version', '=', taxonomyVersion)
      .where('paper_id', 'in', ids)
      .execute();
    if (scores.length > 0) {
      await trx
        .insertInto('topic_scores')
        .values(scores)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await trx
      .insertInto('classifications')
      .values(
        papers.map(({ id, contentHash }) => ({
          paper_id: id,
          taxonomy_version: taxonomyVersion,
          content_hash: contentHash,
          classified_at: now,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['paper_id', 'taxonomy_version']).doUpdateSet((eb) => ({
          content_hash: eb.ref('excluded.content_hash'),
          classified_at: eb.ref('excluded.classified_at'),
        })),
      )
      .execute();
  });
}
