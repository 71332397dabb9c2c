import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** True when any stored report was matched with an email of ours. */
export async function hasMatchedReport(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('provider_events')
    .select('event_id')
    .where('subscriber_id', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts stored reports about emails that were not found, up to `limit`. */
export async function countUnmatchedReports(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from provider_events
      where subscriber_id is null and kind not in ('received', 'other') limit ${limit}
    ) as unmatched`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Counts digests that a provider accepted in editions up to a day (YYYY-MM-DD), up to `limit`. The outbox
 * never reports.
 */
export async function countEmailsUntil(db: Db, day: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from deliveries join editions on editions.id = edition_id
      where editions.day <= ${day} and deliveries.state = 'accepted' and provider <> 'outbox' limit ${limit}
    ) as sent`.execute(db);
  return rows[0]?.count ?? 0;
}
