import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** One action of an operator, or of a subscriber on their own data, with the state before and after. */
export interface NewAuditEntry {
  /** Operator name; `reader` for a subscriber who used a link in their own email. */
  operator: string;
  /** Stored name of the action, e.g. `edition pause`. */
  verb: string;
  /** Id of an edition, delivery or subscriber, or an operator name. Never an email address. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** Appends to the audit log. Pass the transaction of the action itself. */
export async function insertAuditEntry(db: Db, entry: NewAuditEntry, now: Date): Promise<void> {
  await db
    .insertInto('operator_audit')
    .values({
      at: now,
      operator: entry.operator,
      verb: entry.verb,
      subject: entry.subject,
      before: entry.before === undefined ? null : JSON.stringify(entry.before),
      after: entry.after === undefined ? null : JSON.stringify(entry.after),
    })
    .execute();
}

/** Stored entry of the audit log. */
export interface AuditEntry {
  id: number;
  at: Date;
  operator: string;
  verb: string;
  subject: string;
  before: unknown;
  after: unknown;
}

/** Filter of the audit log; all conditions must match. */
export interface AuditFilter {
  operator?: string | undefined;
  /** Whole verb, or the first word of several, e.g. `edition`. */
  verb?: string | undefined;
  /** Entry id; only older entries match. */
  olderThan?: number | undefined;
}

/** At most `limit` matching entries, newest first. */
export async function readAuditEntries(db: Db, filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
  let query = db.selectFrom('operator_audit').selectAll();
  const { operator, verb, olderThan } = filter;
  if (operator !== undefined) query = query.where('operator', '=', operator);
  if (verb !== undefined)
    query = query.where((eb) => eb.or([eb('verb', '=', verb), eb('verb', 'like', `${likeText(verb)} %`)]));
  if (olderThan !== undefined) query = query.where('id', '<', olderThan);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Distinct operators and verbs in the audit log, sorted, for filter menus. */
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

/** Deletes failed sign-ins before the given time: anyone can cause them, and they record no change. */
export async function deleteFailedSignIns(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('operator_audit').where('verb', '=', 'login failed').where('at', '<', before).execute();
}
