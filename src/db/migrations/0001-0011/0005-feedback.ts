import { type Kysely, sql } from 'kysely';

/**
 * Reports from providers and mail servers, each stored once, and the resulting arrival state of every
 * delivery.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table provider_events (
    provider text not null check (provider in ('resend', 'ses', 'mail')),
    event_id text not null check (length(event_id) between 1 and 200),
    kind text not null check (kind in ('accepted', 'delivered', 'delayed', 'soft-bounce', 'hard-bounce',
      'complaint', 'refused', 'received', 'other')),
    about text check (about in ('address', 'mail')),
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    mail_id uuid,
    provider_mail_id text,
    subscriber_id uuid,
    address text,
    detail text,
    raw text,
    tries integer not null default 0,
    next_at timestamptz not null,
    applied_at timestamptz,
    outcome text,
    primary key (provider, event_id),
    check (applied_at is null or outcome is not null)
  )`,
  'create index provider_events_open on provider_events (next_at) where applied_at is null',
  'create index provider_events_kept on provider_events (received_at) where raw is not null',
  // For erasure, which finds a subscriber's reports by these two.
  'create index provider_events_by_address on provider_events (address) where address is not null',
  `create index provider_events_by_subscriber on provider_events (subscriber_id)
    where subscriber_id is not null`,
  `alter table deliveries
    add column arrival text check (
      arrival in ('delayed', 'soft-bounced', 'delivered', 'refused', 'hard-bounced', 'complained')),
    add column arrival_at timestamptz,
    add constraint deliveries_arrival_dated check ((arrival is null) = (arrival_at is null))`,
  'create index deliveries_by_provider_id on deliveries (provider_id) where provider_id is not null',
  'create index notifications_by_provider_id on notifications (provider_id) where provider_id is not null',
];
