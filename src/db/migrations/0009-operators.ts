import { type Kysely, sql } from 'kysely';

/** Who may enter the desk, and where they are logged in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Kept for ever, disabled ones too, so that no later account gets the name of an earlier one in the audit.
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
  // Hashes alone: whoever reads the table can neither enter by a session nor by a code.
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
