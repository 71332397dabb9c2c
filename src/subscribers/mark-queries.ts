import type { Kysely, Transaction } from 'kysely';
import { TAXONOMY_VERSION } from '../../config/topics.ts';
import type { Database } from '../db/schema.ts';
import type { Direction, Mark } from './mark.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** The paper's title and the topic that it is mainly about (null where it fits none), or undefined where there is no such paper. */
export async function readMarkedPaper(
  db: Db,
  paperId: string,
): Promise<{ title: string; topic: string | null } | undefined> {
  const row = await db
    .selectFrom('papers')
    .leftJoin('topic_scores', (join) =>
      join
        .onRef('topic_scores.paper_id', '=', 'papers.id')
        .on('topic_scores.taxonomy_version', '=', TAXONOMY_VERSION),
    )
    .select(['title', 'topic'])
    .where('papers.id', '=', paperId)
    .orderBy('score', (order) => order.desc().nullsLast())
    .orderBy('topic')
    .limit(1)
    .executeTakeFirst();
  return row;
}

/** What a reader said of picks, the newest first, with the papers' titles. */
export async function readMarks(
  db: Db,
  subscriberId: string,
): Promise<(Mark & { title: string | null; markedAt: Date })[]> {
  const rows = await db
    .selectFrom('marks')
    .leftJoin('papers', 'papers.id', 'marks.paper_id')
    .select(['paper_id', 'topic', 'direction', 'marked_at', 'title'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('marked_at', 'desc')
    .orderBy('paper_id')
    .execute();
  return rows.map((row) => ({
    paperId: row.paper_id,
    topic: row.topic,
    direction: row.direction as Direction,
    title: row.title,
    markedAt: row.marked_at,
  }));
}

/** Keeps a mark in the place of an earlier one on the same paper. */
export async function storeMark(db: Db, subscriberId: string, mark: Mark, now: Date): Promise<void> {
  const values = { topic: mark.topic, direction: mark.direction, marked_at: now };
  await db
    .insertInto('marks')
    .values({ subscriber_id: subscriberId, paper_id: mark.paperId, ...values })
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'paper_id']).doUpdateSet(values))
    .execute();
}

/** Takes back what a reader said of one paper, or of all. */
export async function deleteMarks(db: Db, subscriberId: string, paperId?: string): Promise<void> {
  await db
    .deleteFrom('marks')
    .where('subscriber_id', '=', subscriberId)
    .$if(paperId !== undefined, (query) => query.where('paper_id', '=', paperId ?? ''))
    .execute();
}
