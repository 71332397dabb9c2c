import { type Kysely, sql } from 'kysely';

/**
 * Cold models fitted to the installation's own lists (src/trending/cold/), with the measure that decided
 * whether each is used; the account that put a paper on its list, whose history the model reads; and the
 * once-only back-fill of a source's earlier lists, with the day at which it continues.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table cold_models (
    version text primary key,
    number integer generated always as identity unique,
    fitted_at timestamptz not null,
    until date not null,
    lists integer not null,
    papers integer not null,
    compared_with text not null,
    held_back integer not null,
    measure double precision not null,
    compared_measure double precision not null,
    used boolean not null,
    model jsonb not null,
    unique (until, lists, papers))`.execute(db);
  await sql`alter table daily_lists add column submitter text`.execute(db);
  await sql`create table back_fills (
    source text primary key,
    state text not null check (state in ('running', 'done', 'refused')),
    next_day date not null,
    oldest_day date not null,
    lists integer not null default 0,
    papers integer not null default 0,
    failures integer not null default 0,
    reason text,
    started_at timestamptz not null,
    updated_at timestamptz not null)`.execute(db);
}
