import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { EditionStatusRow } from './edition-status.ts';

type Db = Kysely<Database>;

/** An edition's own row: what of its standing needs no counting. */
export type EditionRow = Omit<EditionStatusRow, 'state' | 'reason' | 'sendAt' | 'count'>;

const EDITION_COLUMNS = sql`editions.id, cadence, day, editions.state as "editionState", editions.reason as "editionReason", audience,
  planned_at as "plannedAt", finished_at as "finishedAt"`;

/** The newest day's editions, and every older one that is not over, the newest first. */
export async function readPresentEditions(db: Db, most: number): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select ${EDITION_COLUMNS} from editions
    where day = (select max(day) from editions) or state in ('open', 'paused')
    order by day desc, cadence limit ${most}`.execute(db);
  return rows;
}

/** All editions of the newest days, the newest first. */
export async function readNewestEditions(db: Db, days: number): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select ${EDITION_COLUMNS} from editions
    where day in (select distinct day from editions order by day desc limit ${days})
    order by day desc, cadence`.execute(db);
  return rows;
}

/**
 * These editions with their portions, counted. One statement, so that what is counted is of one moment and the books of an edition in full
 * flow still balance.
 */
export async function readStateCounts(db: Db, ids: readonly string[]): Promise<EditionStatusRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<EditionStatusRow>`
    select ${EDITION_COLUMNS}, portion.state, portion.reason, portion.send_at as "sendAt", coalesce(portion.count, 0) as count
    from editions left join lateral (
      -- Why one was excluded is a word of ours; why one failed is a provider's sentence, and each may be another.
      select state, case when state = 'excluded' then reason end as reason, send_at, count(*) as count
      from deliveries where edition_id = editions.id group by 1, 2, 3
    ) as portion on true
    where editions.id = any(${ids})
    order by id, "sendAt"`.execute(db);
  return rows;
}

/** When the batches of an hour (UTC) of a day's editions began and ended. */
export interface SendHour {
  /** The edition's day, YYYY-MM-DD. */
  day: string;
  hour: Date;
  began: Date;
  /** Null while none has ended. */
  ended: Date | null;
}

/** Every hour in which emails of editions from that day on went out. */
export async function readSendHours(db: Db, fromDay: string): Promise<SendHour[]> {
  const { rows } = await sql<SendHour>`
    select day, date_trunc('hour', started_at, 'UTC') as hour, min(started_at) as began,
      max(delivery_attempts.settled_at) as ended
    from delivery_attempts join editions on editions.id = edition_id
    where started_at is not null and day >= ${fromDay}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** What came back of the emails that a provider took, or refused for their address. */
export interface ReportTotals {
  accepted: number;
  /** Refused for their address, in the session. */
  refused: number;
  /** Reported later, and refused at once. */
  bounces: number;
  complaints: number;
}

/** What was reported of editions from that day on. */
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
 * How many emails of each edition from that day on the provider refused for their address, by the suppressions of that very moment:
 * one a person, since nobody is mailed after it.
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
