import { type Kysely, sql } from 'kysely';

/**
 * Reading lists; the state before an unsubscribe, which its undo restores; and the choices of a returning
 * subscriber until they confirm, because anyone may have typed the address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table subscribers
    add column left_from text check (left_from in ('pending', 'active', 'paused', 'suppressed')),
    add column requested_preference jsonb`,
  `create index subscribers_with_requests on subscribers (state_changed_at)
    where requested_preference is not null`,
  `create table reading_list (
    subscriber_id uuid not null references subscribers on delete cascade,
    paper_id text not null references papers,
    saved_at timestamptz not null,
    source text not null check (source in ('digest', 'page')),
    read_at timestamptz,
    primary key (subscriber_id, paper_id)
  )`,
  'create index reading_list_by_time on reading_list (subscriber_id, saved_at desc, paper_id)',
];
