import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { countRefused } from '../../delivery/status/edition-status-queries.ts';

type Db = Kysely<Database>;

export interface Overdue {
  id: string;
  reason: string | null;
  count: number;
  oldest: Date;
}

/** The editions in that state with deliveries that were due before that moment. */
export async function readOverdue(db: Db, state: 'open' | 'paused', dueBefore: Date): Promise<Overdue[]> {
  const { rows } = await sql<Overdue>`
    select editions.id, editions.reason, count(*)::int as count, min(due_at) as oldest
    from deliveries join editions on editions.id = edition_id
    where deliveries.state = 'planned' and due_at < ${dueBefore} and editions.state = ${state}
    group by editions.id order by editions.id`.execute(db);
  return rows;
}

/** The ids of editions that are paused. */
export async function readPausedEditions(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('editions').select('id').where('state', '=', 'paused').execute();
  return rows.map(({ id }) => id);
}

/** PostgreSQL's own clock at this moment. */
export async function readDatabaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date(Number.NaN);
}

export interface ReportCounts {
  id: string;
  complaints: number;
  /** Those that were refused at once among them. */
  bounces: number;
  refused: number;
  accepted: number;
}

/**
 * How many complaints and hard bounces came for each planned edition from that day on, and of how many mails that were taken or refused
 * for their address; the newest edition first. Empty without counting the mails, of which there may be millions, where fewer reports than `least` came for all of them.
 */
export async function readReportCounts(db: Db, fromDay: string, least: number): Promise<ReportCounts[]> {
  const { rows: later } = await sql<Omit<ReportCounts, 'accepted' | 'refused'>>`
    select editions.id, count(*) filter (where arrival = 'complained')::int as complaints,
      count(*) filter (where arrival = 'hard-bounced')::int as bounces
    from editions left join deliveries on edition_id = editions.id and arrival in ('hard-bounced', 'complained')
    where editions.day >= ${fromDay} and planned_at is not null
    group by editions.id order by editions.day desc, editions.id`.execute(db);
  const refusedOf = await countRefused(db, fromDay);
  const reports = later.map((row) => {
    const refused = refusedOf.get(row.id) ?? 0;
    return { ...row, refused, bounces: row.bounces + refused };
  });
  const most = (what: 'complaints' | 'bounces') => reports.reduce((sum, row) => sum + row[what], 0);
  if (Math.max(most('complaints'), most('bounces')) < least) return [];
  const { rows: taken } = await sql<{ id: string; count: number }>`
    select edition_id as id, count(*)::int as count from deliveries
    where state = 'accepted' and edition_id = any(${reports.map(({ id }) => id)})
    group by edition_id`.execute(db);
  const accepted = new Map(taken.map(({ id, count }) => [id, count]));
  return reports.map((row) => ({ ...row, accepted: accepted.get(row.id) ?? 0 }));
}
