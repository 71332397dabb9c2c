import { type Kysely, sql } from 'kysely';

/**
 * Model of the papers' meaning and the meaning of each paper (src/papers/meaning/). A plain bytea: pgvector
 * is not in every server, and only a few hundred candidates are compared.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table meaning_models (
    version integer generated always as identity primary key,
    fitted_at timestamptz not null,
    papers integer not null,
    ready boolean not null default false,
    terms text[] not null,
    vectors bytea not null)`.execute(db);
  await sql`create table paper_meanings (
    model integer not null references meaning_models (version) on delete cascade,
    paper_id text not null references papers (id) on delete cascade,
    content_hash text not null,
    vector bytea not null,
    primary key (model, paper_id))`.execute(db);
  await sql`create index paper_meanings_by_paper on paper_meanings (paper_id)`.execute(db);
}
