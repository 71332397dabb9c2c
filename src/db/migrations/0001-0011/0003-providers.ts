import { type Kysely, sql } from 'kysely';

/**
 * Circuit breaker state of each provider, shared by all processes. The indexes count a provider's emails of
 * one day; the lease tells a transactional email in flight from one with a lost worker.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table provider_states (
    provider text primary key,
    circuit text not null default 'closed' check (circuit in ('closed', 'open', 'probing')),
    kind text check (kind in ('account', 'service', 'quota', 'allowance')),
    reason text,
    failures integer not null default 0,
    opened_at timestamptz,
    retry_at timestamptz,
    probing_until timestamptz,
    held_from timestamptz,
    held_until timestamptz,
    changed_at timestamptz,
    check (circuit <> 'open' or (kind is not null and opened_at is not null and retry_at is not null)),
    check (circuit <> 'probing' or probing_until is not null)
  )`,
  'create index delivery_attempts_by_provider on delivery_attempts (provider, settled_at)',
  'create index notifications_by_provider on notifications (provider, settled_at)',
  'alter table notifications add column leased_until timestamptz',
];
