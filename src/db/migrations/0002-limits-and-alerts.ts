import { type Kysely, sql } from 'kysely';

/**
 * What all processes share beside the rows of their step: counters of what may be done how often (the columns are those that
 * rate-limiter-flexible expects), and what the operator should know of until it is over.
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
  // One row a thing that is wrong, however often it is noticed; kept when it is over, so that a night can be read the next day.
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
