import { type Kysely, sql } from 'kysely';

/**
 * State of a subscriber before the suppression, so that undoing a suppression by mistake restores it. Null for
 * subscribers suppressed by earlier releases: their state is inferred. The index bounds a bulk undo to its period.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscribers add column suppressed_from text
      check (suppressed_from in ('pending', 'active', 'paused'))`.execute(db);
  await sql`create index suppressions_by_time on suppressions (created_at, address_hash)`.execute(db);
}
