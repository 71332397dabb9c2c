import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { EditionStatusRow } from './edition-status.ts';

type Db = Kysely<Database>;

/** Row of an edition: its status without the counts. */
export type EditionRow = Omit<EditionStatusRow, 'state' | 'reason' | 'sendAt' | 'count'>;

const EDITION_COLUMNS = sql`editions.id, cadence, day, editions.state as "editionState",
  editions.reason as "editionReason", audience, planned_at as "plannedAt", finished_at as "finishedAt"`;

/** Reads the newest day's editions and older unfinished ones, newest first. */
export async function readPresentEditions(db: Db, most: number): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select ${EDITION_COLUMNS} from editions
    where day = (select max(day) from editions) or state in ('open', 'paused')
    order by day desc, cadence limit ${most}`.execute(db);
  return rows;
}

/** Reads all editions of the newest days, newest first. */
export async function readNewestEditions(db: Db, days: number): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select ${EDITION_COLUMNS} from editions
    where day in (select distinct day from editions order by day desc limit ${days})
    order by day desc, cadence`.execute(db);
  return rows;
}

/**
 * Counts the deliveries of these editions by state, reason and send hour. One statement reads one snapshot,
 * so the totals of an edition add up even while it is sending.
 */
export async function readStateCounts(db: Db, ids: readonly string[]): Promise<EditionStatusRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<EditionStatusRow>`
    select ${EDITION_COLUMNS}, portion.state, portion.reason, portion.send_at as "sendAt",
      coalesce(portion.count, 0) as count
    from editions left join lateral (
      -- Skip reasons are our own codes; failure reasons are provider texts, of which each may be different.
      select state, case when state = 'excluded' then reason end as reason, send_at, count(*) as count
      from deliveries where edition_id = editions.id group by 1, 2, 3
    ) as portion on true
    where editions.id = any(${ids})
    order by id, "sendAt"`.execute(db);
  return rows;
}

/** Start and end of sending within one UTC hour of a day's editions. */
export interface SendHour {
  /** The edition's day, YYYY-MM-DD. */
  day: string;
  hour: Date;
  began: Date;
  /** Null while no batch has ended. */
  ended: Date | null;
}

/** Reads the hours in which editions from `fromDay` on were sent. */
export async function readSendHours(db: Db, fromDay: string): Promise<SendHour[]> {
  const { rows } = await sql<SendHour>`
    select day, date_trunc('hour', started_at, 'UTC') as hour, min(started_at) as began,
      max(delivery_attempts.settled_at) as ended
    from delivery_attempts join editions on editions.id = edition_id
    where started_at is not null and day >= ${fromDay}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Reports about accepted emails, plus emails refused for their address. */
export interface ReportTotals {
  accepted: number;
  /** Refused for their address at once, during the call. */
  refused: number;
  /** Bounces reported later, plus `refused`. */
  bounces: number;
  complaints: number;
}

/** Reads the report totals of editions from `fromDay` on. */
export async function readReportTotals(db: Db, fromDay: string): Promise<ReportTotals> {
  const { rows } = await sql<Omit<ReportTotals, 'refused'>>`
    select count(*) as accepted, count(*) filter (where arrival = 'hard-bounced') as bounces,
      count(*) filter (where arrival = 'complained') as complaints
    from deliveries join editions on editions.id = edition_id
    where day >= ${fromDay} and deliveries.state = 'accepted'`.execute(db);
  const { accepted, bounces, complaints } = rows[0] ?? { accepted: 0, bounces: 0, complaints: 0 };
  const refused = [...(await countRefusedAddresses(db, fromDay)).values()].reduce(
    (sum, count) => sum + count,
    0,
  );
  return { accepted, refused, bounces: bounces + refused, complaints };
}

/**
 * Counts the emails refused for their address, per edition from `fromDay` on. Matches suppressions created at
 * the same moment: one per subscriber, because no email follows a suppression.
 */
export async function countRefusedAddresses(db: Db, fromDay: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ edition: string; count: number }>`
    select edition_id as edition, count(*)::int as count
    from suppressions join subscribers on subscribers.address_hash = suppressions.address_hash
      join deliveries on subscriber_id = subscribers.id and deliveries.settled_at = suppressions.created_at
      join editions on editions.id = edition_id
    where suppressions.created_at >= ${fromDay}::date and day >= ${fromDay} and deliveries.state = 'failed'
    group by edition_id`.execute(db);
  return new Map(rows.map(({ edition, count }) => [edition, count]));
}
