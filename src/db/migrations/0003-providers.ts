import { type Kysely, sql } from 'kysely';

/**
 * What all processes know of a provider: whether it is left alone, why and until when. The indexes count what a provider took on
 * one day; the lease tells a letter that is on its way from one whose worker was lost.
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
