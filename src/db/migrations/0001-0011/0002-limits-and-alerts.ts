import { type Kysely, sql } from 'kysely';

/**
 * State shared by all processes: rate-limit counters (columns as rate-limiter-flexible expects them) and
 * alerts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table rate_limits (
    key text primary key check (length(key) <= 255),
    points integer not null default 0,
    expire bigint
  )`,
  'create index rate_limits_by_expiry on rate_limits (expire)',
  // One row per problem, however often it is noticed; kept after its end, so a night can be reviewed the next
  // day.
  `create table alerts (
    id bigint generated always as identity primary key,
    code text not null,
    subject text not null,
    message text not null,
    remedy text not null,
    raised_at timestamptz not null,
    noticed_at timestamptz not null,
    times integer not null default 1,
    cleared_at timestamptz
  )`,
  'create unique index alerts_open on alerts (code, subject) where cleared_at is null',
  'create index operator_audit_by_subject on operator_audit (subject, at)',
];
