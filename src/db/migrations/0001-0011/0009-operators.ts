import { type Kysely, sql } from 'kysely';

/** Operator accounts, their sessions and recovery codes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Never deleted, even when disabled: no later account may reuse a name that is in the audit log.
  `create table operators (
    id uuid primary key,
    name text not null unique check (name = lower(name)),
    role text not null check (role in ('viewer', 'operator')),
    password_hash text not null,
    password_at timestamptz not null,
    totp_secret text,
    totp_pending text,
    totp_step integer,
    created_at timestamptz not null,
    disabled_at timestamptz
  )`,
  // Hashes only: read access to the table yields no usable session and no usable code.
  `create table operator_sessions (
    id uuid primary key,
    token_hash text not null unique,
    operator_id uuid not null references operators on delete cascade,
    role text not null,
    browser text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null
  )`,
  'create index operator_sessions_by_operator on operator_sessions (operator_id)',
  `create table operator_recovery_codes (
    operator_id uuid not null references operators on delete cascade,
    code_hash text not null,
    used_at timestamptz,
    primary key (operator_id, code_hash)
  )`,
];
