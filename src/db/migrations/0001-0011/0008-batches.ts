import { type Kysely, sql } from 'kysely';

/**
 * Batch size limit per delivery: a batch that a provider refuses as a whole is halved until the faulty email
 * is alone. Index on due deliveries by edition, so they are found without scanning those of a paused edition.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table deliveries add column most_together integer check (most_together >= 1)`.execute(db);
  await sql`create index deliveries_due_by_edition on deliveries (edition_id, due_at)
    where state = 'planned'`.execute(db);
  await sql`drop index deliveries_due`.execute(db);
}
