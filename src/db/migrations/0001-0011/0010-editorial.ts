import { type Kysely, sql } from 'kysely';

/** Job runs, re-runs with the result of their dry run, and editorial decisions about papers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // One row per job attempt, for the day's timeline and the usual durations: the queue may lose everything.
  `create table runs (
    id bigint generated always as identity primary key,
    job_id text not null,
    name text not null,
    day date not null,
    source text,
    again text,
    began_at timestamptz not null,
    ended_at timestamptz,
    state text not null check (state in ('running', 'done', 'put-off', 'failed', 'lost')),
    counts jsonb,
    code text,
    reason text,
    check ((state = 'running') = (ended_at is null))
  )`,
  'create index runs_by_day on runs (day, name)',
  'create index runs_by_job on runs (job_id)',
  'create index runs_by_again on runs (again) where again is not null',
  'create index runs_by_time on runs (began_at)',

  `create table reruns (
    id bigint generated always as identity primary key,
    what text not null check (what in ('ingest', 'observe', 'rank', 'plan', 'deliver', 'day')),
    day date not null,
    source text not null default '',
    edition text not null default '',
    operator text not null,
    asked_at timestamptz not null,
    last_job text not null,
    foreseen jsonb not null,
    over_at timestamptz
  )`,
  // Unique: a button pressed twice finds the first row, so no two re-runs of one kind are in progress.
  'create unique index reruns_open on reruns (what, day, source, edition) where over_at is null',
  'create index reruns_by_day on reruns (day)',

  // Editorial decision about a paper, for one pool or, with pool_id '', for every later pool.
  `create table editorial (
    pool_id text not null,
    paper_id text not null references papers on delete cascade,
    kind text not null check (kind in ('pin', 'hide', 'summary')),
    topic text,
    summary text,
    original text,
    operator text not null,
    decided_at timestamptz not null,
    primary key (pool_id, paper_id, kind),
    check ((kind = 'pin') = (topic is not null)),
    check ((kind = 'summary') = (summary is not null))
  )`,
];
