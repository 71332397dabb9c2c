import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { countRefusedAddresses } from '../../delivery/status/edition-status-queries.ts';

type Db = Kysely<Database>;

export interface Overdue {
  id: string;
  reason: string | null;
  count: number;
  oldest: Date;
}

/**
 * Editions in the given state with scheduled deliveries that were due, and planned, before `dueBefore`, by id,
 * with their number and the oldest time. One planned after its send time is not late by more than since then.
 */
export async function readOverdue(db: Db, state: 'open' | 'paused', dueBefore: Date): Promise<Overdue[]> {
  const { rows } = await sql<Overdue>`
    select editions.id, editions.reason, count(*)::int as count,
      min(greatest(due_at, deliveries.created_at)) as oldest
    from deliveries join editions on editions.id = edition_id
    where deliveries.state = 'planned' and due_at < ${dueBefore} and deliveries.created_at < ${dueBefore}
      and editions.state = ${state}
    group by editions.id order by editions.id`.execute(db);
  return rows;
}

/** Ids of all paused editions. */
export async function readPausedEditions(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('editions').select('id').where('state', '=', 'paused').execute();
  return rows.map(({ id }) => id);
}

/** Reads PostgreSQL's clock. */
export async function readDatabaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date(Number.NaN);
}

export interface ReportCounts {
  id: string;
  complaints: number;
  /** Reported hard bounces plus refusals at the time of sending. */
  bounces: number;
  refused: number;
  accepted: number;
}

/**
 * Counts complaints, hard bounces, and emails accepted or refused for their address, per planned edition from
 * `fromDay` (YYYY-MM-DD) on, newest first. Returns no rows when there are fewer than `minimumReports` in all
 * of them: then the emails, of which there may be millions, are not counted.
 */
export async function readReportCounts(
  db: Db,
  fromDay: string,
  minimumReports: number,
): Promise<ReportCounts[]> {
  const { rows: reported } = await sql<Omit<ReportCounts, 'accepted' | 'refused'>>`
    select editions.id, count(*) filter (where arrival = 'complained')::int as complaints,
      count(*) filter (where arrival = 'hard-bounced')::int as bounces
    from editions left join deliveries
      on edition_id = editions.id and arrival in ('hard-bounced', 'complained')
    where editions.day >= ${fromDay} and planned_at is not null
    group by editions.id order by editions.day desc, editions.id`.execute(db);
  const refusedByEdition = await countRefusedAddresses(db, fromDay);
  const reports = reported.map((row) => {
    const refused = refusedByEdition.get(row.id) ?? 0;
    return { ...row, refused, bounces: row.bounces + refused };
  });
  const total = (kind: 'complaints' | 'bounces') => reports.reduce((sum, row) => sum + row[kind], 0);
  if (Math.max(total('complaints'), total('bounces')) < minimumReports) return [];
  const { rows: acceptedRows } = await sql<{ id: string; count: number }>`
    select edition_id as id, count(*)::int as count from deliveries
    where state = 'accepted' and edition_id = any(${reports.map(({ id }) => id)})
    group by edition_id`.execute(db);
  const accepted = new Map(acceptedRows.map(({ id, count }) => [id, count]));
  return reports.map((row) => ({ ...row, accepted: accepted.get(row.id) ?? 0 }));
}
