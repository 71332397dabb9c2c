import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/**
 * What providers said of an edition's failures, or of those that were put off and are tried again (`planned`), the most
 * frequent first.
 */
export async function countReasons(
  db: Kysely<Database>,
  edition: string,
  state: 'failed' | 'planned',
): Promise<{ reason: string; count: number }[]> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select coalesce(reason, 'no reason was given') as reason, count(*) as count from deliveries
    where edition_id = ${edition} and state = ${state} and (state = 'failed' or reason is not null) group by 1 order by 2 desc, 1 limit 500`.execute(
    db,
  );
  return rows;
}

/** The deliveries of an edition that wait although their hour is over: how many, the first one's hour, and when the first may be tried. */
export async function countOverdue(
  db: Kysely<Database>,
  edition: string,
  now: Date,
): Promise<{ overdue: number; since: Date | null; due: Date | null }> {
  const { rows } = await sql<{ overdue: number; since: Date | null; due: Date | null }>`
    select count(*) as overdue, min(send_at) as since, min(due_at) as due from deliveries
    where edition_id = ${edition} and state = 'planned' and send_at < ${now}`.execute(db);
  return rows[0] ?? { overdue: 0, since: null, due: null };
}
