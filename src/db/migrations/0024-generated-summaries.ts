import { type Kysely, sql } from 'kysely';

/**
 * Summaries of a language model, one row per paper version and model, and the calls of each UTC day. A row is
 * inserted before its call, so that two workers never ask for the same one and a crash never exceeds the
 * budget. `version` is the hash of title and abstract.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table generated_summaries (
      paper_id text not null references papers on delete cascade,
      version text not null,
      model text not null,
      state text not null check (state in ('asking', 'failed', 'rejected', 'accepted')),
      text text,
      reason text,
      tries integer not null default 1,
      asked_at timestamptz not null,
      settled_at timestamptz,
      primary key (paper_id, version, model),
      constraint accepted_has_text check (state <> 'accepted' or text is not null),
      constraint refused_has_reason check (state not in ('failed', 'rejected') or reason is not null)
    )`.execute(db);
  await sql`create index generated_summaries_by_asked on generated_summaries (asked_at)`.execute(db);
  await sql`
    create table summary_model_calls (day date primary key, calls integer not null)`.execute(db);
}
