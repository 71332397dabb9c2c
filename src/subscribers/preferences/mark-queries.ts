import { type Kysely, sql, type Transaction } from 'kysely';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import type { Database } from '../../db/schema.ts';
import type { Direction, Mark } from './mark.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Title of a paper, and the topic it was picked under for this subscriber, as the email says, else its main
 * topic (null where it fits none). `asked` is the topic of a pick that was only previewed; it counts if the
 * paper has it. Undefined for an unknown paper.
 */
export async function readMarkedPaper(
  { db, taxonomy }: { db: Db; taxonomy: Taxonomy },
  { subscriberId, paperId, asked }: { subscriberId: string; paperId: string; asked: string | null },
): Promise<{ title: string; topic: string | null } | undefined> {
  const picked = await sql<{ topic: string | null }>`
    select pick -> 'reason' -> 'why' ->> 'topic' as topic
    from sent_papers
    join deliveries on deliveries.id = sent_papers.delivery_id,
      jsonb_array_elements(deliveries.digest -> 'picks') as pick
    where sent_papers.subscriber_id = ${subscriberId}::uuid and sent_papers.paper_id = ${paperId}
      and pick ->> 'paperId' = ${paperId}`.execute(db);
  const wanted = picked.rows[0]?.topic ?? asked ?? '';
  const row = await db
    .selectFrom('papers')
    .leftJoin('topic_scores', (join) =>
      join
        .onRef('topic_scores.paper_id', '=', 'papers.id')
        .on('topic_scores.taxonomy_version', '=', taxonomy.version),
    )
    .select(['title', 'topic'])
    .where('papers.id', '=', paperId)
    .orderBy(sql`case when topic = ${wanted} then 0 else 1 end`)
    .orderBy('score', (order) => order.desc().nullsLast())
    .orderBy('topic')
    .limit(1)
    .executeTakeFirst();
  return row;
}

/** Marks of a subscriber with the papers' titles, newest first. */
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

/** Stores a mark in place of an earlier one on the same paper. */
export async function storeMark(db: Db, subscriberId: string, mark: Mark, now: Date): Promise<void> {
  const values = { topic: mark.topic, direction: mark.direction, marked_at: now };
  await db
    .insertInto('marks')
    .values({ subscriber_id: subscriberId, paper_id: mark.paperId, ...values })
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'paper_id']).doUpdateSet(values))
    .execute();
}

/** Deletes a subscriber's marks on a topic in one direction. */
export async function deleteTopicMarks(
  db: Db,
  subscriberId: string,
  { topic, direction }: Pick<Mark, 'topic' | 'direction'>,
): Promise<void> {
  await db
    .deleteFrom('marks')
    .where('subscriber_id', '=', subscriberId)
    .where('topic', '=', topic)
    .where('direction', '=', direction)
    .execute();
}

/** Renames the topic of every mark, and returns their number. */
export async function renameMarkedTopic(db: Db, { from, to }: { from: string; to: string }): Promise<number> {
  const result = await db
    .updateTable('marks')
    .set({ topic: to })
    .where('topic', '=', from)
    .executeTakeFirstOrThrow();
  return Number(result.numUpdatedRows);
}

/** Deletes a subscriber's mark on one paper, or all their marks. */
export async function deleteMarks(db: Db, subscriberId: string, paperId?: string): Promise<void> {
  await db
    .deleteFrom('marks')
    .where('subscriber_id', '=', subscriberId)
    .$if(paperId !== undefined, (query) => query.where('paper_id', '=', paperId ?? ''))
    .execute();
}
