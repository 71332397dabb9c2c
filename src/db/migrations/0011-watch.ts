import { type Kysely, sql } from 'kysely';

/** What the watch needs: whom an alert was told to, and which papers are left out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // A row a telling, claimed by moving next_at on, so that of several processes one tells, and one that dies is made up for.
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
  // Papers at which a step threw. No reference to papers: what is wrong may be just that row.
  `create table left_out_papers (
    paper_id text primary key,
    step text not null,
    reason text not null,
    content_hash text,
    found_at timestamptz not null
  )`,
  // Few rows of very many, asked for every few minutes.
  `create index deliveries_by_report on deliveries (edition_id, arrival)
    where arrival in ('hard-bounced', 'complained')`,
];
