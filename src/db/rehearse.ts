import type { Kysely, Transaction } from 'kysely';
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
 * nothing is changed. Whatever the action asks of the network it must have asked before.
 */
export async function rehearse<Result>(
  db: Kysely<Database>,
  action: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  let found: { result: Result } | undefined;
  try {
    await db.transaction().execute(async (trx) => {
      found = { result: await action(trx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (!found) throw new Error('A rehearsal ended without a result.');
  return found.result;
}

/** Ends a transaction without being a failure. */
class TakenBack extends Error {}
