import { type Kysely, sql } from 'kysely';

/**
 * Language of a subscriber's emails. A transactional email stores the language of its request: a retry must
 * have the same bytes even if the preference has changed since. A digest stores it in its composition.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table preferences add column language text not null default 'en'`.execute(db);
  await sql`alter table notifications add column language text not null default 'en'`.execute(db);
}
