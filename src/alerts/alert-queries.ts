import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Opens an alert, or refreshes the open one with this code and subject. Returns true when it is new. */
export async function raiseAlertRow(
  db: Db,
  alert: { code: string; subject: string; message: string; remedy: string },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ times: number }>`
    insert into alerts (code, subject, message, remedy, raised_at, noticed_at)
    values (${alert.code}, ${alert.subject}, ${alert.message}, ${alert.remedy}, ${now}, ${now})
    on conflict (code, subject) where cleared_at is null do update
    set times = alerts.times + 1, noticed_at = excluded.noticed_at,
      message = excluded.message, remedy = excluded.remedy
    returning times`.execute(db);
  return rows[0]?.times === 1;
}

/** Ends the open alert with this code and subject. Returns false when there is none. */
export async function clearAlertRow(
  db: Db,
  alert: { code: string; subject: string },
  now: Date,
): Promise<boolean> {
  const cleared = await db
    .updateTable('alerts')
    .set({ cleared_at: now })
    .where('code', '=', alert.code)
    .where('subject', '=', alert.subject)
    .where('cleared_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return cleared !== undefined;
}

export interface OpenAlert {
  id: number;
  code: string;
  subject: string;
  message: string;
  remedy: string;
  raisedAt: Date;
  /** Time of the last check that found it. */
  noticedAt: Date;
  /** Number of checks that found it. */
  times: number;
}

/** Open alerts, oldest first. */
export async function readOpenAlerts(db: Db): Promise<OpenAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select([
      'id',
      'code',
      'subject',
      'message',
      'remedy',
      'raised_at as raisedAt',
      'noticed_at as noticedAt',
      'times',
    ])
    .where('cleared_at', 'is', null)
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows;
}
