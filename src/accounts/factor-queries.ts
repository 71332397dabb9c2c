import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Reads the encrypted TOTP secrets of an account: the active one, and one that is not confirmed yet. */
export async function readTotp(
  db: Db,
  id: string,
): Promise<{ secret: string | null; pending: string | null }> {
  const row = await db
    .selectFrom('operators')
    .select(['totp_secret as secret', 'totp_pending as pending'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? { secret: null, pending: null };
}

export async function setPendingTotp(db: Db, id: string, pending: string): Promise<void> {
  await db.updateTable('operators').set({ totp_pending: pending }).where('id', '=', id).execute();
}

/**
 * Activates a TOTP secret, or none, and replaces the recovery codes. `step` is the last consumed time step.
 */
export async function setTotp(
  db: Db,
  id: string,
  totp: { secret: string | null; step: number | null; codeHashes: readonly string[] },
): Promise<void> {
  await db
    .updateTable('operators')
    .set({ totp_secret: totp.secret, totp_pending: null, totp_step: totp.step })
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('operator_recovery_codes').where('operator_id', '=', id).execute();
  if (totp.codeHashes.length === 0) return;
  await db
    .insertInto('operator_recovery_codes')
    .values(totp.codeHashes.map((hash) => ({ operator_id: id, code_hash: hash, used_at: null })))
    .execute();
}

/**
 * Consumes a time step. Returns false when it, or a later one, was consumed before. One statement, so of two
 * concurrent calls one succeeds.
 */
export async function consumeTotpStep(db: Db, id: string, step: number): Promise<boolean> {
  const consumed = await db
    .updateTable('operators')
    .set({ totp_step: step })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('totp_step', 'is', null), eb('totp_step', '<', step)]))
    .returning('id')
    .executeTakeFirst();
  return consumed !== undefined;
}

/** Consumes a recovery code. Returns false when no unused code has this hash. */
export async function consumeRecoveryCode(db: Db, id: string, hash: string, now: Date): Promise<boolean> {
  const consumed = await db
    .updateTable('operator_recovery_codes')
    .set({ used_at: now })
    .where('operator_id', '=', id)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('code_hash')
    .executeTakeFirst();
  return consumed !== undefined;
}

/** Number of unused recovery codes. */
export async function countRecoveryCodes(db: Db, id: string): Promise<number> {
  const { count } = await db
    .selectFrom('operator_recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('operator_id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
