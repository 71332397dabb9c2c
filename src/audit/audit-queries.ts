import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** One act of an operator, or of a person upon their own data: who did what to what, and how it was before and after. */
export interface NewAuditEntry {
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
export async function insertAuditEntry(db: Db, act: NewAuditEntry, now: Date): Promise<void> {
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
export async function readAuditFilterOptions(db: Db): Promise<{ operators: string[]; verbs: string[] }> {
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
