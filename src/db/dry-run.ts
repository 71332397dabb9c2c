import { type Kysely, sql, type Transaction } from 'kysely';
import { PaperboyError } from '../errors.ts';
import type { Database } from './schema.ts';

/** Runs an action in a transaction: in the one that is given, or in a new one. */
export function inTransaction<Result>(
  db: Kysely<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? action(db as Transaction<Database>) : db.transaction().execute(action);
}

/**
 * Runs an action in a transaction, takes back everything that it wrote, and returns what it found out: measured, not guessed, and
 * nothing is changed. Whatever the action asks of the network it must have asked before. Within a rehearsal it is a part of that:
 * what it wrote is taken back, and what it locked let go, when it ends. Throws PaperboyError `FORESIGHT_BUSY` rather than wait long
 * for a lock, because somebody is looking, and what holds the lock is the real thing.
 */
export async function dryRunTransaction<Result>(
  db: Kysely<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  if (db.isTransaction) return rehearsePart(db as Transaction<Database>, action);
  let found: { result: Result } | undefined;
  try {
    await db.transaction().execute(async (trx) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(trx);
      found = { result: await action(trx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (codeOf(error) === LOCK_NOT_AVAILABLE) throw busy(error);
    if (!(error instanceof TakenBack)) throw error;
  }
  if (!found) throw new Error('A rehearsal ended without a result.');
  return found.result;
}

/** To the savepoint back: PostgreSQL lets go then of every lock that was taken after it. What the action throws ends the whole rehearsal. */
async function rehearsePart<Result>(
  trx: Transaction<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  await sql`savepoint part`.execute(trx);
  const result = await action(trx);
  await sql`rollback to savepoint part`.execute(trx);
  return result;
}

/** How long a rehearsal waits for what somebody else holds. */
const LOCK_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function busy(cause: unknown): PaperboyError {
  return new PaperboyError({
    code: 'FORESIGHT_BUSY',
    message: 'It cannot be foreseen now, because the same is being done at this moment.',
    remedy: 'Look again when that is over; it takes seconds.',
    cause,
  });
}

/** Ends a transaction without being a failure. */
class TakenBack extends Error {}
