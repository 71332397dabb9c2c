import { type Kysely, sql } from 'kysely';

/**
 * Images of papers. A row without an image counts failed tries. Stored outside of the row and uncompressed,
 * because the formats are compressed already.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table thumbnails (
    paper_id text primary key references papers on delete cascade,
    address text not null,
    type text check (type in ('image/png', 'image/jpeg', 'image/webp')),
    image bytea,
    version text,
    tries integer not null,
    checked_at timestamptz not null,
    check ((image is null) = (type is null) and (image is null) = (version is null))
  )`,
  'alter table thumbnails alter column image set storage external',
  'create index thumbnails_by_time on thumbnails (checked_at)',
];
