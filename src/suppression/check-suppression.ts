import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { PaperboyError } from '../errors.ts';
import { readSuppressed } from './suppression-queries.ts';

/**
 * Returns the addresses that are on the suppression list. Throws PaperboyError `SUPPRESSION_UNKNOWN` (retry
 * later) when the list cannot be read: not knowing must stop the send, never pass as "none suppressed".
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
      remedy: 'Check the database. Deliveries stay scheduled and are sent automatically afterward.',
      retry: 'later',
      cause: error,
    });
  }
}
