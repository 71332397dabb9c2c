import { type Kysely, sql } from 'kysely';

/**
 * The language of a reader's mails. A letter keeps the one it was asked for in: a try that is repeated must have the same
 * bytes, whatever its reader has chosen since. A digest keeps it in what was composed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table preferences add column language text not null default 'en'`.execute(db);
  await sql`alter table notifications add column language text not null default 'en'`.execute(db);
}
