import { type Kysely, sql } from 'kysely';

/**
 * Keys of authors and organization beside the search index (src/papers/text/name-key.ts), for their pages.
 * The next ingest fills them, because the raised index version has every paper indexed again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table paper_search
    add column author_keys text[] not null default '{}',
    add column organization_key text not null default ''`.execute(db);
  await sql`create index paper_search_author_keys on paper_search using gin (author_keys)
    with (fastupdate = off)`.execute(db);
  await sql`create index paper_search_organization on paper_search
    (organization_key, published_on desc, paper_id desc) where organization_key <> ''`.execute(db);
}
