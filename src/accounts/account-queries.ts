import type { Kysely, Transaction } from 'kysely';
import type { Role } from '../../config/operators.ts';
import type { Database } from '../db/schema.ts';
import { normalizeOperatorName, type Operator, roleOf } from './operator.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** An account with its password hash; never leaves this folder. */
export interface Account extends Operator {
  passwordHash: string;
}

/** Inserts an account. Returns false when the name is taken. */
export async function insertOperator(
  db: Db,
  account: { id: string; name: string; role: Role; passwordHash: string },
  now: Date,
): Promise<boolean> {
  const { id, name, role, passwordHash } = account;
  const added = await db
    .insertInto('operators')
    .values({ id, name, role, password_hash: passwordHash, password_at: now, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/**
 * Finds an account by name in any case, disabled or not. `lock` locks its row until the end of the
 * transaction.
 */
export async function findAccount(db: Db, name: string, lock = false): Promise<Account | null> {
  const query = db.selectFrom('operators').selectAll().where('name', '=', normalizeOperatorName(name));
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row ? accountOf(row) : null;
}

/** All accounts, sorted by name. */
export async function readOperators(db: Db): Promise<Operator[]> {
  const rows = await db.selectFrom('operators').selectAll().orderBy('name').execute();
  return rows.map((row) => {
    const { passwordHash: _hidden, ...operator } = accountOf(row);
    return operator;
  });
}

export async function setRole(db: Db, id: string, role: Role): Promise<void> {
  await db.updateTable('operators').set({ role }).where('id', '=', id).execute();
}

export async function setDisabledAt(db: Db, id: string, disabledAt: Date | null): Promise<void> {
  await db.updateTable('operators').set({ disabled_at: disabledAt }).where('id', '=', id).execute();
}

/** Stores a password hash. A null `at` keeps the date of the password, for a rehash of the same one. */
export async function setPasswordHash(db: Db, id: string, hash: string, at: Date | null): Promise<void> {
  await db
    .updateTable('operators')
    .set({ password_hash: hash, ...(at === null ? {} : { password_at: at }) })
    .where('id', '=', id)
    .execute();
}

function accountOf(row: {
  id: string;
  name: string;
  role: string;
  password_hash: string;
  password_at: Date;
  totp_secret: string | null;
  created_at: Date;
  disabled_at: Date | null;
}): Account {
  return {
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    hasTotp: row.totp_secret !== null,
    createdAt: row.created_at,
    passwordAt: row.password_at,
    disabledAt: row.disabled_at,
    passwordHash: row.password_hash,
  };
}
