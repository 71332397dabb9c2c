import type { Kysely, Transaction } from 'kysely';
import { inTransaction } from '../../db/dry-run.ts';
import type { Database } from '../../db/schema.ts';
import type { SourcePaper } from '../../ports.ts';
import { contentHash, mergeRecords, type Paper } from '../paper.ts';
import { readUnindexed, storeIndex } from '../search/index-queries.ts';

type Db = Kysely<Database>;

const CHUNK = 200;

/** Effect of storing a batch. */
export interface StoredPapers {
  created: number;
  changed: number;
}

/**
 * Stores a source's records and merges each paper with the records of other sources. Idempotent. A paper's
 * row is locked while it is merged, so that two sources bringing it at once both count.
 */
export async function storePapers(
  db: Db,
  source: string,
  records: readonly SourcePaper[],
  now: Date,
): Promise<StoredPapers> {
  const stored = { created: 0, changed: 0 };
  // Sorted, so that concurrent transactions lock papers in the same order.
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let start = 0; start < sorted.length; start += CHUNK) {
    const chunk = sorted.slice(start, start + CHUNK);
    const result = await inTransaction(db, (trx) => storeChunk(trx, source, chunk, now));
    stored.created += result.created;
    stored.changed += result.changed;
  }
  return stored;
}

async function storeChunk(
  trx: Transaction<Database>,
  source: string,
  records: readonly SourcePaper[],
  now: Date,
): Promise<StoredPapers> {
  const firsts = new Map(records.map((record) => [record.id, mergeRecords([{ source, record }])]));
  const created = await trx
    .insertInto('papers')
    .values([...firsts.values()].map((paper) => ({ ...toRow(paper), first_seen_at: now })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const touched = await trx
    .insertInto('paper_records')
    .values(
      records.map((record) => ({
        paper_id: record.id,
        source,
        version: record.version ?? 0,
        // The list day and its submitter are kept in daily_lists. In the record they would make the same
        // paper on two lists look changed.
        record: JSON.stringify({ ...record, listDay: null, submitter: undefined }),
        first_seen_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['paper_id', 'source', 'version'])
        .doUpdateSet((eb) => ({ record: eb.ref('excluded.record') }))
        .where((eb) => eb('paper_records.record', 'is distinct from', eb.ref('excluded.record'))),
    )
    .returning('paper_id')
    .execute();
  const touchedIds = [...new Set(touched.map((row) => row.paper_id))];
  const changed = await mergeAgain(trx, touchedIds, now);
  if (touchedIds.length > 0) await storeIndex(trx, await readUnindexed(trx, { ids: touchedIds }));
  return { created: created.length, changed };
}

/** Merges these papers again from all their records. Returns how many changed. */
async function mergeAgain(trx: Transaction<Database>, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const before = await trx
    .selectFrom('papers')
    .select(['id', 'content_hash'])
    .where('id', 'in', ids)
    .orderBy('id')
    // Not FOR UPDATE: it would wait for the key-share lock that the other source's record holds on the same
    // paper through its foreign key, while that transaction waits for this one, and PostgreSQL would end one
    // as a deadlock.
    .forNoKeyUpdate()
    .execute();
  const records = await trx
    .selectFrom('paper_records')
    .select(['paper_id', 'source', 'record'])
    .where('paper_id', 'in', ids)
    .execute();
  let changed = 0;
  for (const { id, content_hash } of before) {
    const row = toRow(mergeRecords(records.filter((each) => each.paper_id === id)));
    if (row.content_hash === content_hash) continue;
    changed += 1;
    await trx
      .updateTable('papers')
      .set({ ...row, changed_at: now })
      .where('id', '=', id)
      .execute();
  }
  return changed;
}

function toRow(paper: Paper) {
  return {
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    authors: JSON.stringify(paper.authors),
    author_count: paper.authorCount,
    organisation: paper.organisation,
    categories: JSON.stringify(paper.categories),
    primary_category: paper.primaryCategory,
    published_at: paper.publishedAt === null ? null : new Date(paper.publishedAt),
    updated_at: paper.updatedAt === null ? null : new Date(paper.updatedAt),
    latest_version: paper.latestVersion,
    comment: paper.comment,
    links: JSON.stringify(paper.links),
    withdrawn: paper.withdrawn,
    content_hash: contentHash(paper),
  };
}
