import { type Kysely, sql } from 'kysely';

/** Subscriber actions: sign-up requests, "more" and "less" marks on picks, address changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Submitted sign-up forms until a worker answers them: the page itself must not know whether the address is
  // known.
  `create table asks (
    id uuid primary key,
    kind text not null check (kind in ('subscribe', 'link')),
    address text not null,
    source text not null,
    preference jsonb,
    asked_at timestamptz not null
  )`,
  'create index asks_by_time on asks (asked_at)',
  // One row per paper and subscriber: a repeated mark counts once, and every mark can be removed.
  `create table marks (
    subscriber_id uuid not null references subscribers on delete cascade,
    paper_id text not null,
    topic text not null,
    direction text not null check (direction in ('more', 'less')),
    marked_at timestamptz not null,
    primary key (subscriber_id, paper_id)
  )`,
  `create table address_changes (
    subscriber_id uuid primary key references subscribers on delete cascade,
    id uuid not null unique,
    address text not null,
    asked_at timestamptz not null
  )`,
  'alter table notifications drop constraint notifications_kind_check',
  `alter table notifications add constraint notifications_kind_check check (
    kind in ('confirm', 'welcome', 'your-link', 'goodbye', 'new-address', 'address-notice')
  )`,
];
