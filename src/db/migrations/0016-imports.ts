import { type Kysely, sql } from 'kysely';

/**
 * Subscriber imports from the dashboard. The step that imports a line deletes it: the rows left are the work
 * left, and no personal data outlives the import. Problems refer to lines by number only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table imports (
      id integer generated always as identity primary key,
      state text not null check (state in ('shown', 'running', 'done', 'dropped')),
      operator text not null,
      uploaded_at timestamptz not null,
      moved_at timestamptz not null,
      lines integer not null default 0,
      bad integer not null default 0,
      twice integer not null default 0,
      added integer not null default 0,
      known integer not null default 0,
      suppressed integer not null default 0
    )`.execute(db);
  // Hash first, for the lookup by erasure.
  await sql`
    create table import_lines (
      import_id integer not null references imports on delete cascade,
      line integer not null,
      address_hash text not null,
      entry jsonb not null,
      primary key (import_id, line),
      unique (address_hash, import_id)
    )`.execute(db);
  await sql`
    create table import_problems (
      import_id integer not null references imports on delete cascade,
      line integer not null,
      problem text not null,
      primary key (import_id, line)
    )`.execute(db);
}
