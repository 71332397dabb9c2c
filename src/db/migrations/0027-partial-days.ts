import { type Kysely, sql } from 'kysely';

/** Days that a source cut short, and the time at which a source was last asked about a single paper. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table source_days drop constraint source_days_outcome_check`.execute(db);
  await sql`alter table source_days add constraint source_days_outcome_check
    check (outcome in ('complete', 'partial', 'empty', 'not-open', 'failed'))`.execute(db);
  await sql`create table record_checks (
    paper_id text not null references papers (id) on delete cascade,
    source text not null,
    checked_at timestamptz not null,
    primary key (paper_id, source)
  )`.execute(db);
}
