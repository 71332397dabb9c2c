import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { PaperboyError } from '../errors.ts';
import { readSuppressed } from './suppression-queries.ts';

/**
 * Which of these addresses must not be mailed. Throws PaperboyError `SUPPRESSION_UNKNOWN` when the list cannot be
 * read: not knowing is never "nobody is suppressed", it stops the send (rule 5).
 */
export async function findSuppressed(
  db: Kysely<Database> | Transaction<Database>,
  addresses: readonly string[],
): Promise<Set<string>> {
  try {
    return await readSuppressed(db, addresses);
  } catch (error) {
    throw new PaperboyError({
      code: 'SUPPRESSION_UNKNOWN',
      message: 'The suppression list could not be read, so nothing is sent.',
      remedy: 'Check the database; the deliveries stay planned and go out by themselves afterwards.',
      retry: 'later',
      cause: error,
    });
  }
}
