import { type Kysely, sql } from 'kysely';

/**
 * Keeps an uploaded file while its import is previewed, so that the operator can assign its columns without
 * uploading it again. `seen` is the excerpt shown on the page, `options` the operator's choices. `elsewhere`
 * counts addresses unsubscribed in the tool that exported the file; `about` has the reasons, the tool and the
 * unused columns, and outlives the file.
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
