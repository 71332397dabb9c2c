import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A digest that was sent to a subscriber, with its papers. Titles are external text. */
export interface SentDigest {
  deliveryId: string;
  editionId: string;
  /** The subscriber's local day, YYYY-MM-DD. */
  day: string;
  papers: { paperId: string; title: string | null; role: string }[];
}

/** Digests per page. One more is read to find out whether there are earlier ones. */
const PAGE_SIZE = 60;

/**
 * Reads the accepted digests of a subscriber, newest first: those before a local day (YYYY-MM-DD), or the
 * newest. `earlier` is the day before which more exist; a day is never split across two pages.
 */
export async function readSentDigests(
  db: Db,
  subscriberId: string,
  before: string | null,
): Promise<{ digests: SentDigest[]; earlier: string | null }> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'edition_id', 'local_day'])
    .where('subscriber_id', '=', subscriberId)
    .where('state', '=', 'accepted')
    .$if(before !== null, (query) => query.where('local_day', '<', before ?? ''))
    .orderBy('local_day', 'desc')
    .orderBy('send_at', 'desc')
    .limit(PAGE_SIZE + 1)
    .execute();
  const next = rows[PAGE_SIZE];
  const digests = next ? rows.filter(({ local_day }) => local_day > next.local_day) : rows;
  if (digests.length === 0) return { digests: [], earlier: null };
  const papers = await db
    .selectFrom('sent_papers')
    .leftJoin('papers', 'papers.id', 'sent_papers.paper_id')
    .select(['delivery_id', 'paper_id', 'title', 'role'])
    .where(
      'delivery_id',
      'in',
      digests.map((digest) => digest.id),
    )
    .orderBy('role')
    .orderBy('paper_id')
    .execute();
  return {
    digests: digests.map((digest) => ({
      deliveryId: digest.id,
      editionId: digest.edition_id,
      day: digest.local_day,
      papers: papers
        .filter((paper) => paper.delivery_id === digest.id)
        .map(({ paper_id: paperId, title, role }) => ({ paperId, title, role })),
    })),
    earlier: next ? (digests.at(-1)?.local_day ?? null) : null,
  };
}

/** Reads every delivery, sent paper and transactional email of a subscriber in any state, newest first. */
export async function readDeliveryHistory(db: Db, subscriberId: string) {
  const deliveries = await db
    .selectFrom('deliveries')
    .select([
      'edition_id as edition',
      'local_day as day',
      'send_at as sendAt',
      'state',
      'settled_at as settledAt',
    ])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('send_at', 'desc')
    .execute();
  const papers = await db
    .selectFrom('sent_papers')
    .innerJoin('deliveries', 'deliveries.id', 'sent_papers.delivery_id')
    .select(['paper_id as paper', 'role', 'edition_id as edition'])
    .where('sent_papers.subscriber_id', '=', subscriberId)
    .orderBy('send_at', 'desc')
    .orderBy('paper_id')
    .execute();
  const transactionalEmails = await db
    .selectFrom('notifications')
    .select(['kind', 'state', 'created_at as requestedAt', 'settled_at as settledAt'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('created_at', 'desc')
    .execute();
  return { deliveries, papers, transactionalEmails };
}
