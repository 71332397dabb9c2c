import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Opens an alert, or counts the open one of this code and subject once more; true when it is new. */
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

/** Closes the open alert of this code and subject; false when there is none. */
export async function clearAlertRow(
  db: Db,
  which: { code: string; subject: string },
  now: Date,
): Promise<boolean> {
  const cleared = await db
    .updateTable('alerts')
    .set({ cleared_at: now })
    .where('code', '=', which.code)
    .where('subject', '=', which.subject)
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
  /** When it was last seen to hold. */
  noticedAt: Date;
  times: number;
}

/** What is wrong now, the longest first. */
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

/** One act of an operator, or of a person upon their own data: who did what to what, and how it was before and after. */
export interface Action {
  /** The operator's name; `reader` for a person who acts by the link in their own mail. */
  operator: string;
  /** e.g. `edition pause`. */
  verb: string;
  /** The id of an edition, delivery or subscriber; never an address. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** Writes an act down, in the transaction that carries it out. */
export async function insertAuditEntry(db: Db, act: Action, now: Date): Promise<void> {
  await db
    .insertInto('operator_audit')
    .values({
      at: now,
      operator: act.operator,
      verb: act.verb,
      subject: act.subject,
      before: act.before === undefined ? null : JSON.stringify(act.before),
      after: act.after === undefined ? null : JSON.stringify(act.after),
    })
    .execute();
}

/** An act as it was written down. */
export interface AuditEntry {
  id: number;
  at: Date;
  operator: string;
  verb: string;
  subject: string;
  before: unknown;
  after: unknown;
}

/** What acts are asked for: by whom, what (a verb, or the first word of several), and older than which. */
export interface AuditFilter {
  operator?: string | undefined;
  verb?: string | undefined;
  olderThan?: number | undefined;
}

/** Acts, the newest first. */
export async function readAuditEntries(db: Db, filter: AuditFilter, most: number): Promise<AuditEntry[]> {
  let query = db.selectFrom('operator_audit').selectAll();
  const { operator, verb, olderThan } = filter;
  if (operator !== undefined) query = query.where('operator', '=', operator);
  if (verb !== undefined)
    query = query.where((eb) => eb.or([eb('verb', '=', verb), eb('verb', 'like', `${likeText(verb)} %`)]));
  if (olderThan !== undefined) query = query.where('id', '<', olderThan);
  const rows = await query.orderBy('id', 'desc').limit(most).execute();
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Everybody who did something and everything that was done, for filters. */
export async function readAuditKinds(db: Db): Promise<{ operators: string[]; verbs: string[] }> {
  const operators = await db.selectFrom('operator_audit').select('operator').distinct().execute();
  const verbs = await db.selectFrom('operator_audit').select('verb').distinct().execute();
  return {
    operators: operators.map((row) => row.operator).sort(),
    verbs: verbs.map((row) => row.verb).sort(),
  };
}

function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** Deletes the failed logins before that moment: anybody can make them, and they tell nothing of what was done. */
export async function deleteFailedSignIns(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('operator_audit').where('verb', '=', 'login failed').where('at', '<', before).execute();
}
