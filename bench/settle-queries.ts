import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';

/** Does at once what PostgreSQL does by itself within minutes of so many rows; in the middle of measuring it would be luck. */
export async function settleTables(db: Kysely<Database>): Promise<void> {
  await sql`vacuum analyze`.execute(db);
}
