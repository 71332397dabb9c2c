import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Page from which a paper was saved: the link in a digest, or the paper's page on the site. */
export type SaveSource = 'digest' | 'page';

/** A paper on a reading list. Title and names are external text. */
export interface SavedPaper {
  paperId: string;
  title: string;
  authors: string[];
  authorCount: number;
  source: SaveSource;
  savedAt: Date;
  /** Null until the subscriber marks it as read. */
  readAt: Date | null;
}

/**
 * Locks a subscriber for a change of their list, so that concurrent saves cannot exceed its limit and no
 * erasure runs meanwhile; false when erased.
 */
export async function lockList(trx: Transaction<Database>, subscriberId: string): Promise<boolean> {
  const locked = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', subscriberId)
    .where('state', '<>', 'erased')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return locked !== undefined;
}

/** Saves a paper; false when it was saved before, which keeps its first date. */
export async function insertSaved(
  trx: Transaction<Database>,
  saved: { subscriberId: string; paperId: string; source: SaveSource; now: Date },
): Promise<boolean> {
  const inserted = await trx
    .insertInto('reading_list')
    .values({
      subscriber_id: saved.subscriberId,
      paper_id: saved.paperId,
      source: saved.source,
      saved_at: saved.now,
      read_at: null,
    })
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'paper_id']).doNothing())
    .returning('paper_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Title of a paper; undefined for an unknown one. */
export async function findPaperTitle(db: Db, paperId: string): Promise<string | undefined> {
  const row = await db.selectFrom('papers').select('title').where('id', '=', paperId).executeTakeFirst();
  return row?.title;
}

/** True while the paper is on the subscriber's list. */
export async function isSaved(db: Db, subscriberId: string, paperId: string): Promise<boolean> {
  const row = await db
    .selectFrom('reading_list')
    .select('paper_id')
    .where('subscriber_id', '=', subscriberId)
    .where('paper_id', '=', paperId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Number of papers on a list, and of those marked as read. */
export async function countSaved(db: Db, subscriberId: string): Promise<{ all: number; read: number }> {
  return db
    .selectFrom('reading_list')
    .select((eb) => [eb.fn.countAll<number>().as('all'), eb.fn.count<number>('read_at').as('read')])
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirstOrThrow();
}

/** Reads a part of a list, newest first. */
export async function readSaved(
  db: Db,
  subscriberId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<SavedPaper[]> {
  const rows = await db
    .selectFrom('reading_list')
    .innerJoin('papers', 'papers.id', 'reading_list.paper_id')
    .select(['paper_id', 'title', 'authors', 'author_count', 'source', 'saved_at', 'read_at'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('saved_at', 'desc')
    .orderBy('paper_id')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({
    paperId: row.paper_id,
    title: row.title,
    authors: row.authors,
    authorCount: row.author_count,
    source: row.source as SaveSource,
    savedAt: row.saved_at,
    readAt: row.read_at,
  }));
}

/** Marks a saved paper as read at that time, or as unread (null). */
export async function updateRead(
  db: Db,
  subscriberId: string,
  paperId: string,
  readAt: Date | null,
): Promise<void> {
  await db
    .updateTable('reading_list')
    .set({ read_at: readAt })
    .where('subscriber_id', '=', subscriberId)
    .where('paper_id', '=', paperId)
    .where('read_at', readAt === null ? 'is not' : 'is', null)
    .execute();
}

/** Removes a paper from a list. */
export async function deleteSaved(db: Db, subscriberId: string, paperId: string): Promise<void> {
  await db
    .deleteFrom('reading_list')
    .where('subscriber_id', '=', subscriberId)
    .where('paper_id', '=', paperId)
    .execute();
}
