import { type Kysely, sql } from 'kysely';

/**
 * State of a subscriber before the suppression, which an undo restores. Null for suppressions by earlier
 * releases: the state is then inferred. The index bounds a bulk undo to its period.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscribers add column suppressed_from text
      check (suppressed_from in ('pending', 'active', 'paused'))`.execute(db);
  await sql`create index suppressions_by_time on suppressions (created_at, address_hash)`.execute(db);
}
