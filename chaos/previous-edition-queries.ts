import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';

type Db = Kysely<Database>;

/**
 * Edition sent to all subscribers before the run: late reports are about its emails, and its papers must not
 * be sent again.
 */
export const PREVIOUS_EDITION = 'daily-2026-11-20';

/** Records that every subscriber got one of these papers in an edition of the Friday before. */
export async function insertPreviousEdition(db: Db, papers: readonly string[]): Promise<void> {
  await sql`
    insert into editions (id, cadence, day, state, audience, opened_at, planned_at, finished_at)
    select ${PREVIOUS_EDITION}, 'daily', '2026-11-20', 'finished', count(*),
      '2026-11-20T04:00Z', '2026-11-20T04:00Z', '2026-11-20T06:00Z'
    from subscribers`.execute(db);
  await sql`
    insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at,
      settled_at, attempts, provider, provider_id, digest)
    select md5(${PREVIOUS_EDITION} || id)::uuid, ${PREVIOUS_EDITION}, id, 'accepted',
      '2026-11-20T05:00Z', '2026-11-20T05:00Z', '2026-11-20',
      '2026-11-20T04:00Z', '2026-11-20T05:00Z', 1, 'resend', md5('email' || id),
      jsonb_build_object(
        'picks', jsonb_build_array(jsonb_build_object('paperId', paper)), 'trending', '[]'::jsonb)
    from (select id,
        (${[...papers]}::text[])[1 + row_number() over (order by address) % ${papers.length}] as paper
      from subscribers) as reader`.execute(db);
  await sql`
    insert into sent_papers (subscriber_id, paper_id, delivery_id, role)
    select subscriber_id, digest -> 'picks' -> 0 ->> 'paperId', id, 'pick' from deliveries
    where edition_id = ${PREVIOUS_EDITION}`.execute(db);
}

/** Id of a subscriber's delivery in that edition. */
export async function readPreviousDelivery(db: Db, subscriberId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from deliveries
    where edition_id = ${PREVIOUS_EDITION} and subscriber_id = ${subscriberId}`.execute(db);
  return rows[0]?.id ?? '';
}

/**
 * Subscribers that have one pick in several digests, of those that were sent or may have been, and the number
 * of picks in all digests.
 */
export async function readRepeatedPapers(db: Db): Promise<{ subscribers: string[]; picks: number }> {
  const { rows } = await sql<{ subscriber: string; most: number; picks: number }>`
    with given as (
      select subscriber_id, pick ->> 'paperId' as paper, count(*)::int as times
      from deliveries, jsonb_array_elements(digest -> 'picks') as pick
      where state in ('accepted', 'uncertain') group by 1, 2
    )
    select subscriber_id as subscriber, max(times) as most, sum(times)::int as picks
    from given group by 1`.execute(db);
  return {
    subscribers: rows.filter(({ most }) => most > 1).map(({ subscriber }) => subscriber),
    picks: rows.reduce((sum, { picks }) => sum + picks, 0),
  };
}

/** True if that subscriber is suppressed, as a report about their email requires. */
export async function isSuppressed(db: Db, subscriberId: string): Promise<boolean> {
  const { rows } =
    await sql`select from subscribers where id = ${subscriberId} and state = 'suppressed'`.execute(db);
  return rows.length > 0;
}

/** Number of stored reports that are not applied yet. */
export async function countOpenReports(db: Db): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from provider_events where applied_at is null`.execute(db);
  return rows[0]?.open ?? 0;
}
