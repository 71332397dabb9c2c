import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Papers that a subscriber has received, from every edition. */
export interface ReceivedPapers {
  /** In every role, titles under "also trending" included. */
  ids: ReadonlySet<string>;
  /** Number of picks among them, exploration included. */
  picks: number;
}

/** Papers received by a subscriber without digests. */
export const NOTHING_RECEIVED: ReceivedPapers = { ids: new Set(), picks: 0 };

/** Reads the papers that each subscriber has received. */
export async function readReceivedPapers(
  db: Db,
  subscriberIds: readonly string[],
): Promise<Map<string, ReceivedPapers>> {
  const received = new Map(subscriberIds.map((id) => [id, { ids: new Set<string>(), picks: 0 }]));
  if (subscriberIds.length === 0) return received;
  const rows = await db
    .selectFrom('sent_papers')
    .select(['subscriber_id', 'paper_id', 'role'])
    .where('subscriber_id', 'in', subscriberIds)
    .execute();
  for (const row of rows) {
    const papers = received.get(row.subscriber_id);
    papers?.ids.add(row.paper_id);
    if (papers && row.role !== 'title') papers.picks += 1;
  }
  return received;
}

/** A paper that a delivery claims for its subscriber. */
export interface Reservation {
  deliveryId: string;
  subscriberId: string;
  paperId: string;
  role: 'pick' | 'exploration' | 'title';
}

/**
 * Reserves papers for subscribers and returns the ones that were free, as `deliveryId paperId`. The primary
 * key enforces rule 1: the second reservation of a paper fails, even if both read it as free.
 */
export async function reservePapers(db: Db, wanted: readonly Reservation[]): Promise<Set<string>> {
  const free = new Set<string>();
  for (let start = 0; start < wanted.length; start += 5_000) {
    const rows = await db
      .insertInto('sent_papers')
      .values(
        wanted.slice(start, start + 5_000).map((each) => ({
          subscriber_id: each.subscriberId,
          paper_id: each.paperId,
          delivery_id: each.deliveryId,
          role: each.role,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(['delivery_id', 'paper_id'])
      .execute();
    for (const row of rows) free.add(`${row.delivery_id} ${row.paper_id}`);
  }
  return free;
}
