import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { readQuarantined } from '../papers/quarantine-queries.ts';
import { type Pool, withoutPapers } from './pools.ts';

/** The pool without the papers that are left out at that moment because they broke a step: what digests are composed from. */
export async function withoutQuarantined(
  db: Kysely<Database> | Transaction<Database>,
  pool: Pool,
  now: Date,
): Promise<Pool> {
  return withoutPapers(pool, new Set((await readQuarantined(db, now)).map(({ paperId }) => paperId)));
}
