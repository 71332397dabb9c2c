import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Resolves when the database responds; rejects with the driver's error. */
export async function pingDatabase(db: Kysely<Database>): Promise<void> {
  await sql`select 1`.execute(db);
}
