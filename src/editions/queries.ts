import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** What each of these subscribers was given before, by subscriber: paper ids of every edition and role. */
export async function readAlreadySent(
  db: Db,
  subscriberIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const sent = new Map<string, Set<string>>(subscriberIds.map((id) => [id, new Set()]));
  if (subscriberIds.length === 0) return sent;
  const rows = await db
    .selectFrom('sent_papers')
    .select(['subscriber_id', 'paper_id'])
    .where('subscriber_id', 'in', subscriberIds)
    .execute();
  for (const row of rows) sent.get(row.subscriber_id)?.add(row.paper_id);
  return sent;
}

/**
 * Gives papers to a subscriber and returns those that were free. The primary key is rule 1: whoever
 * comes second for a paper does not get it, whatever was read before.
 */
export async function reservePapers(
  db: Db,
  delivery: { id: string; subscriberId: string },
  papers: readonly { paperId: string; role: 'pick' | 'exploration' | 'title' }[],
): Promise<Set<string>> {
  if (papers.length === 0) return new Set();
  const rows = await db
    .insertInto('sent_papers')
    .values(
      papers.map(({ paperId, role }) => ({
        subscriber_id: delivery.subscriberId,
        paper_id: paperId,
        delivery_id: delivery.id,
        role,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('paper_id')
    .execute();
  return new Set(rows.map((row) => row.paper_id));
}
