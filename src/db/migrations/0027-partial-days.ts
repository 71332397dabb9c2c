import { type Kysely, sql } from 'kysely';

/**
 * Days that a source cut short; the time at which a source was last asked about a single paper; and the times
 * of a paper's last change and classification, from which feeds derive their own last change.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table source_days drop constraint source_days_outcome_check`.execute(db);
  await sql`alter table source_days add constraint source_days_outcome_check
    check (outcome in ('complete', 'partial', 'empty', 'not-open', 'failed'))`.execute(db);
  await sql`alter table papers add column changed_at timestamptz`.execute(db);
  await sql`alter table classifications add column classified_at timestamptz`.execute(db);
  await sql`create table record_checks (
    paper_id text not null references papers (id) on delete cascade,
    source text not null,
    checked_at timestamptz not null,
    primary key (paper_id, source)
  )`.execute(db);
}
