import type { Kysely, Transaction } from 'kysely';
import type { Role } from '../../config/operators.ts';
import type { Database } from '../db/schema.ts';
import { roleOf } from './operator.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Session of an operator. */
export interface Session {
  id: string;
  operatorId: string;
  /** Role at the time its token was issued. */
  role: Role;
  /** Readable name of the browser. */
  browser: string;
  createdAt: Date;
  seenAt: Date;
}

/** Session with the current state of its account. */
export interface SessionWithAccount extends Session {
  name: string;
  roleNow: Role;
  hasTotp: boolean;
  disabled: boolean;
}

export async function insertSession(
  db: Db,
  session: { id: string; tokenHash: string; operatorId: string; role: Role; browser: string },
  now: Date,
): Promise<void> {
  await db
    .insertInto('operator_sessions')
    .values({
      id: session.id,
      token_hash: session.tokenHash,
      operator_id: session.operatorId,
      role: session.role,
      browser: session.browser,
      created_at: now,
      seen_at: now,
    })
    .execute();
}

/** Finds a session by the hash of its token; null when there is none. */
export async function findSession(db: Db, tokenHash: string): Promise<SessionWithAccount | null> {
  const row = await db
    .selectFrom('operator_sessions')
    .innerJoin('operators', 'operators.id', 'operator_sessions.operator_id')
    .selectAll('operator_sessions')
    .select([
      'operators.name',
      'operators.role as role_now',
      'operators.disabled_at',
      'operators.totp_secret',
    ])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...sessionOf(row),
    name: row.name,
    roleNow: roleOf(row.role_now),
    hasTotp: row.totp_secret !== null,
    disabled: row.disabled_at !== null,
  };
}

/** Records that a session was used. */
export async function touchSession(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('operator_sessions').set({ seen_at: now }).where('id', '=', id).execute();
}

/**
 * Replaces the token of a session, unless it was replaced meanwhile. The old token is invalid from then on.
 */
export async function replaceToken(
  db: Db,
  session: { id: string; before: string; tokenHash: string; role: Role },
): Promise<boolean> {
  const replaced = await db
    .updateTable('operator_sessions')
    .set({ token_hash: session.tokenHash, role: session.role })
    .where('id', '=', session.id)
    .where('token_hash', '=', session.before)
    .returning('id')
    .executeTakeFirst();
  return replaced !== undefined;
}

/** All sessions of an operator, last used first. */
export async function readSessions(db: Db, operatorId: string): Promise<Session[]> {
  const rows = await db
    .selectFrom('operator_sessions')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(sessionOf);
}

/** Deletes sessions of an operator, `only` one, all `but` one, or all. Returns their number. */
export async function deleteSessions(
  db: Db,
  operatorId: string,
  { only, but }: { only?: string; but?: string } = {},
): Promise<number> {
  let query = db.deleteFrom('operator_sessions').where('operator_id', '=', operatorId);
  if (only !== undefined) query = query.where('id', '=', only);
  if (but !== undefined) query = query.where('id', '!=', but);
  return (await query.returning('id').execute()).length;
}

/** Deletes sessions last seen or created before the given times. Returns their number. */
export async function deleteSessionsBefore(db: Db, before: { seen: Date; created: Date }): Promise<number> {
  const deleted = await db
    .deleteFrom('operator_sessions')
    .where((eb) => eb.or([eb('seen_at', '<', before.seen), eb('created_at', '<', before.created)]))
    .returning('id')
    .execute();
  return deleted.length;
}

function sessionOf(row: {
  id: string;
  operator_id: string;
  role: string;
  browser: string;
  created_at: Date;
  seen_at: Date;
}): Session {
  return {
    id: row.id,
    operatorId: row.operator_id,
    role: roleOf(row.role),
    browser: row.browser,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  };
}
