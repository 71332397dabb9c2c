import { type Kysely, sql } from 'kysely';

/** Alert notifications and quarantined papers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // One row per notification. next_at is the lease: of several processes one sends, and a crash is made up
  // for.
  `create table alert_tellings (
    alert_id bigint not null references alerts (id) on delete cascade,
    event text not null check (event in ('opened', 'over')),
    channel text not null check (channel in ('webhook', 'mail')),
    tries integer not null default 0,
    next_at timestamptz not null,
    told_at timestamptz,
    reason text,
    primary key (alert_id, event, channel)
  )`,
  'create index alerts_by_end on alerts (cleared_at)',
  // Papers that broke a step. No foreign key to papers: the broken row may be that very one.
  `create table left_out_papers (
    paper_id text primary key,
    step text not null,
    reason text not null,
    content_hash text,
    found_at timestamptz not null
  )`,
  // Partial: few rows out of very many, read every few minutes.
  `create index deliveries_by_report on deliveries (edition_id, arrival)
    where arrival in ('hard-bounced', 'complained')`,
];
