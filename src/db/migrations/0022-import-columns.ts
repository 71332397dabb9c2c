import { type Kysely, sql } from 'kysely';

/**
 * Keeps an uploaded file while its import is previewed, so that the operator can assign its columns without
 * uploading it again. `seen` is what the page shows of it, `options` what the operator said. `elsewhere`
 * counts rows of addresses that are not subscribed in the tool the file comes from; `about` has the reasons,
 * the tool and the columns that are not used, and outlives the file.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table imports add column elsewhere integer not null default 0`.execute(db);
  await sql`alter table imports add column about jsonb`.execute(db);
  await sql`
    create table import_files (
      import_id integer primary key references imports on delete cascade,
      content bytea not null,
      options jsonb not null,
      seen jsonb not null
    )`.execute(db);
}
