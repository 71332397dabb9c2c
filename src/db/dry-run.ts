import { type Kysely, sql, type Transaction } from 'kysely';
import { PaperboyError } from '../errors.ts';
import type { Database } from './schema.ts';

/** Runs the action in the given transaction, or in a new one when `db` is none. */
export function inTransaction<Result>(
  db: Kysely<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? action(db as Transaction<Database>) : db.transaction().execute(action);
}

/**
 * Runs the action in a transaction, rolls it back, and returns its result: the effect is measured and nothing
 * changes. The action must not use the network. Nested in another dry run it uses a savepoint, so its writes
 * and locks end with it. Throws PaperboyError `DRY_RUN_BUSY` after `LOCK_TIMEOUT_MS` of waiting for a lock:
 * an operator is waiting, and the holder of the lock is the real operation.
 */
export async function dryRunTransaction<Result>(
  db: Kysely<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  if (db.isTransaction) return dryRunSavepoint(db as Transaction<Database>, action);
  let measured: { result: Result } | undefined;
  try {
    await db.transaction().execute(async (trx) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(trx);
      measured = { result: await action(trx) };
      throw new RollBack();
    });
  } catch (error) {
    if (codeOf(error) === LOCK_NOT_AVAILABLE) throw busyError(error);
    if (!(error instanceof RollBack)) throw error;
  }
  if (!measured) throw new Error('A dry run ended without a result.');
  return measured.result;
}

/**
 * Rolls back to a savepoint, which releases every lock taken after it. An exception ends the whole dry run.
 */
async function dryRunSavepoint<Result>(
  trx: Transaction<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  await sql`savepoint part`.execute(trx);
  const result = await action(trx);
  await sql`rollback to savepoint part`.execute(trx);
  return result;
}

const LOCK_TIMEOUT_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function busyError(cause: unknown): PaperboyError {
  return new PaperboyError({
    code: 'DRY_RUN_BUSY',
    message: 'The preview is not available while the same operation is running.',
    remedy: 'Try again in a few seconds.',
    cause,
  });
}

/** Thrown to roll a transaction back on purpose. */
class RollBack extends Error {}
