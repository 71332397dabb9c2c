import { type Kysely, sql } from 'kysely';

/**
 * Initial schema. These rows are the truth; the queue carries only ids. Times are timestamptz in UTC, days
 * are dates without a zone. Addresses are stored in lower case next to their hash, so a suppression outlives
 * the erasure of the address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // papers: one row per work. The record of each source is kept as well, so merging never depends on arrival
  // order.
  `create table papers (
    id text primary key,
    title text not null,
    abstract text,
    summary text,
    authors jsonb not null,
    author_count integer not null,
    organisation text,
    categories jsonb not null,
    primary_category text,
    published_at timestamptz,
    updated_at timestamptz,
    latest_version integer,
    comment text,
    links jsonb not null,
    withdrawn boolean not null,
    content_hash text not null,
    first_seen_at timestamptz not null
  )`,
  'create index papers_by_published on papers (published_at)',
  `create table paper_records (
    paper_id text not null references papers on delete cascade,
    source text not null,
    version integer not null,
    record jsonb not null,
    first_seen_at timestamptz not null,
    primary key (paper_id, source, version)
  )`,
  `create table daily_lists (
    source text not null,
    day date not null,
    paper_id text not null references papers on delete cascade,
    first_seen_at timestamptz not null,
    primary key (source, day, paper_id)
  )`,
  'create index daily_lists_by_day on daily_lists (day)',
  'create index daily_lists_by_paper on daily_lists (paper_id)',
  `create table signal_snapshots (
    paper_id text not null references papers on delete cascade,
    signal text not null,
    source text not null,
    observed_at timestamptz not null,
    value integer not null check (value >= 0),
    primary key (paper_id, signal, source, observed_at)
  )`,
  `create table topic_scores (
    paper_id text not null references papers on delete cascade,
    taxonomy_version integer not null,
    topic text not null,
    score double precision not null check (score > 0 and score <= 1),
    primary key (paper_id, taxonomy_version, topic)
  )`,
  // One row per paper and taxonomy, even when no topic matches: tells which papers still need classification.
  `create table classifications (
    paper_id text not null references papers on delete cascade,
    taxonomy_version integer not null,
    content_hash text not null,
    primary key (paper_id, taxonomy_version)
  )`,

  // sources: fetched days, rejected entries, and the rate gates.
  `create table source_states (
    source text primary key,
    state text not null check (state in ('fresh', 'waiting', 'quiet', 'stalled', 'failed')),
    checked_at timestamptz not null,
    succeeded_at timestamptz,
    newest_day date,
    failures integer not null default 0,
    reason text
  )`,
  `create table source_days (
    source text not null,
    day date not null,
    outcome text not null check (outcome in ('complete', 'empty', 'not-open', 'failed')),
    papers integer not null default 0,
    rejected integer not null default 0,
    reason text,
    fetched_at timestamptz not null,
    primary key (source, day)
  )`,
  `create table source_rejections (
    source text not null,
    day date not null,
    entry text not null,
    reason text not null,
    first_seen_at timestamptz not null,
    primary key (source, day, entry, reason)
  )`,
  `create table source_gates (
    source text primary key,
    holder text,
    leased_until timestamptz not null,
    next_at timestamptz not null
  )`,

  // subscribers
  `create table subscribers (
    id uuid primary key,
    address text,
    address_hash text,
    state text not null
      check (state in ('pending', 'active', 'paused', 'unsubscribed', 'suppressed', 'erased')),
    leave_key text not null unique,
    consent_at timestamptz,
    consent_source text,
    confirmed_at timestamptz,
    paused_until date,
    created_at timestamptz not null,
    state_changed_at timestamptz not null,
    check (state = 'erased' or (address is not null and address_hash is not null)),
    check (state <> 'active' or consent_at is not null)
  )`,
  'create unique index subscribers_by_address on subscribers (address_hash) where address_hash is not null',
  'create index subscribers_by_state on subscribers (state)',
  `create table preferences (
    subscriber_id uuid primary key references subscribers on delete cascade,
    cadence text not null check (cadence in ('daily', 'weekdays', 'weekly')),
    weekly_day integer not null check (weekly_day between 1 and 7),
    size integer not null check (size between 1 and 30),
    send_hour integer not null check (send_hour between 0 and 23),
    time_zone text not null,
    skip_quiet_days boolean not null,
    picking_key text not null,
    updated_at timestamptz not null
  )`,
  'create index preferences_by_delivery on preferences (cadence, time_zone, send_hour)',
  `create table interests (
    subscriber_id uuid not null references preferences on delete cascade,
    kind text not null check (kind in ('topic', 'query', 'author', 'organisation')),
    value text not null,
    mode text not null check (mode in ('follow', 'mute')),
    primary key (subscriber_id, kind, value)
  )`,

  // editions
  `create table editions (
    id text primary key,
    cadence text not null check (cadence in ('daily', 'weekdays', 'weekly')),
    day date not null,
    state text not null check (state in ('open', 'paused', 'finished', 'cancelled', 'skipped')),
    reason text,
    audience integer not null default 0,
    opened_at timestamptz not null,
    planned_at timestamptz,
    finished_at timestamptz,
    unique (cadence, day)
  )`,
  `create table pool_revisions (
    pool_id text not null,
    revision integer not null,
    created_at timestamptz not null,
    as_of timestamptz not null,
    papers integer not null,
    inputs jsonb not null,
    inputs_hash text not null,
    primary key (pool_id, revision)
  )`,
  `create table pool_papers (
    pool_id text not null,
    revision integer not null,
    paper_id text not null,
    card jsonb not null,
    scores jsonb not null,
    primary key (pool_id, revision, paper_id),
    foreign key (pool_id, revision) references pool_revisions on delete cascade
  )`,

  // deliveries: unique on edition and subscriber; totals are counted from these rows alone.
  `create table deliveries (
    id uuid primary key,
    edition_id text not null references editions,
    subscriber_id uuid not null references subscribers,
    state text not null
      check (state in ('planned', 'sending', 'accepted', 'excluded', 'failed', 'uncertain')),
    reason text,
    send_at timestamptz not null,
    due_at timestamptz not null,
    local_day date not null,
    pool_id text,
    pool_revision integer,
    digest jsonb,
    attempts integer not null default 0,
    provider text,
    provider_id text,
    created_at timestamptz not null,
    settled_at timestamptz,
    unique (edition_id, subscriber_id),
    check (state <> 'excluded' or reason is not null),
    check (state not in ('sending', 'accepted') or digest is not null)
  )`,
  `create index deliveries_due on deliveries (due_at) where state = 'planned'`,
  `create index deliveries_open on deliveries (edition_id, state)
    where state in ('planned', 'sending', 'uncertain')`,
  'create index deliveries_by_subscriber on deliveries (subscriber_id)',
  `create table delivery_attempts (
    id uuid primary key,
    edition_id text not null references editions,
    provider text not null,
    idempotency_key text not null unique,
    payload_hash text,
    mail_date timestamptz not null,
    state text not null check (state in ('claimed', 'started', 'released', 'settled', 'uncertain')),
    leased_until timestamptz not null,
    claimed_at timestamptz not null,
    started_at timestamptz,
    settled_at timestamptz,
    replays integer not null default 0,
    reason text,
    check (state not in ('started', 'settled') or (payload_hash is not null and started_at is not null))
  )`,
  `create index delivery_attempts_open on delivery_attempts (leased_until)
    where state in ('claimed', 'started')`,
  `create table attempt_deliveries (
    attempt_id uuid not null references delivery_attempts on delete cascade,
    delivery_id uuid not null references deliveries on delete cascade,
    position integer not null,
    outcome text,
    provider_id text,
    reason text,
    primary key (attempt_id, delivery_id)
  )`,
  'create index attempt_deliveries_by_delivery on attempt_deliveries (delivery_id)',
  // Rule 1 as a constraint: a subscriber receives a paper once, across all editions, sources and versions.
  `create table sent_papers (
    subscriber_id uuid not null references subscribers on delete cascade,
    paper_id text not null,
    delivery_id uuid not null references deliveries on delete cascade,
    role text not null check (role in ('pick', 'exploration', 'title')),
    primary key (subscriber_id, paper_id)
  )`,
  'create index sent_papers_by_delivery on sent_papers (delivery_id)',

  `create table suppressions (
    address_hash text primary key,
    reason text not null,
    source text not null,
    created_at timestamptz not null
  )`,
  // Transactional emails: confirm, welcome, your-link, goodbye. The dedupe key makes a repeated request
  // harmless.
  `create table notifications (
    id uuid primary key,
    subscriber_id uuid not null references subscribers on delete cascade,
    kind text not null check (kind in ('confirm', 'welcome', 'your-link', 'goodbye')),
    dedupe_key text not null unique,
    state text not null
      check (state in ('planned', 'sending', 'accepted', 'excluded', 'failed', 'uncertain')),
    reason text,
    provider text,
    provider_id text,
    payload_hash text,
    attempts integer not null default 0,
    created_at timestamptz not null,
    started_at timestamptz,
    settled_at timestamptz
  )`,
  `create index notifications_open on notifications (created_at)
    where state in ('planned', 'sending', 'uncertain')`,
  `create table operator_audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    operator text not null,
    verb text not null,
    subject text not null,
    before jsonb,
    after jsonb
  )`,
];
