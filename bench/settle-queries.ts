import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';

/**
 * Runs the maintenance that PostgreSQL would run by itself within minutes of so many rows, at a random point
 * of the measurement.
 */
export async function settleTables(db: Kysely<Database>): Promise<void> {
  await sql`vacuum analyze`.execute(db);
}
