import { type Kysely, sql } from 'kysely';
import { FEED } from '../../config/feeds.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { ListedPaper } from '../papers/lists/list-queries.ts';
import { SUMMARY_COLUMNS } from '../papers/summary/generated-summary-queries.ts';
import { compositionSchema } from './composition.ts';
import type { PickReason } from './pick-reason.ts';

/** A paper that was picked for a subscriber. */
export interface SentPick extends Omit<ListedPaper, 'signals'> {
  /** Due time of its digest. */
  pickedAt: Date;
  /** When the digest was sent or the paper changed, whichever was later. */
  updatedAt: Date;
  /** The subscriber's local day at that time, YYYY-MM-DD. */
  localDay: string;
  /** Null once the facts of the digest have been deleted. */
  reason: PickReason | null;
}

type Row = Omit<SentPick, 'reason'> & { digest: unknown };

/**
 * Newest picks of a subscriber, newest digest first, as composed, with any result of the delivery. Excludes
 * titles under "also trending" and papers withdrawn since.
 */
export async function readSentPicks(
  { db, taxonomy }: Pick<Context, 'db' | 'taxonomy'>,
  subscriberId: string,
): Promise<SentPick[]> {
  const { rows } = await sql<Row>`
    select papers.id, title, abstract, ${SUMMARY_COLUMNS}, authors, author_count as "authorCount",
      organisation as organization, links,
      deliveries.send_at as "pickedAt", deliveries.local_day as "localDay", deliveries.digest,
      greatest(deliveries.send_at, deliveries.settled_at, papers.changed_at) as "updatedAt",
      coalesce((select jsonb_agg(topic order by score desc, topic)
        from topic_scores
        where paper_id = papers.id and taxonomy_version = ${taxonomy.version}), '[]') as topics
    from sent_papers
    join deliveries on deliveries.id = sent_papers.delivery_id
    join papers on papers.id = sent_papers.paper_id
    where sent_papers.subscriber_id = ${subscriberId}::uuid and role in ('pick', 'exploration')
      and not papers.withdrawn
    order by deliveries.send_at desc, deliveries.id, papers.id
    limit ${FEED.entries}`.execute(db);
  return rows.map(({ digest, ...pick }) => ({ ...pick, reason: reasonOf(digest, pick.id) }));
}

/** Last withdrawal of a paper that was picked for this subscriber, or null. */
export async function readLastWithdrawnPick(
  db: Kysely<Database>,
  subscriberId: string,
): Promise<Date | null> {
  const row = await db
    .selectFrom('sent_papers')
    .innerJoin('papers', 'papers.id', 'sent_papers.paper_id')
    .select((eb) => eb.fn.max(eb.fn.coalesce('papers.changed_at', 'papers.first_seen_at')).as('leftAt'))
    .where('subscriber_id', '=', subscriberId)
    .where('papers.withdrawn', '=', true)
    .executeTakeFirst();
  return row?.leftAt ?? null;
}

function reasonOf(digest: unknown, paperId: string): PickReason | null {
  const composition = compositionSchema.safeParse(digest);
  return composition.data?.picks.find((pick) => pick.paperId === paperId)?.reason ?? null;
}
