import type { ColumnType, Generated } from 'kysely';
import type { Day, Json } from './column-types.ts';
import type { PaperTables } from './paper-tables.ts';

/**
 * Tables as Kysely sees them. test/db/schema.test.ts compares this interface, its parts and schema.sql with
 * the migrations.
 */
export interface Database extends PaperTables {
  subscribers: {
    id: string;
    address: string | null;
    address_hash: string | null;
    state: string;
    leave_key: string;
    consent_at: Date | null;
    consent_source: string | null;
    confirmed_at: Date | null;
    paused_until: Day | null;
    created_at: Date;
    state_changed_at: Date;
    suppressed_from: string | null;
    left_from: string | null;
    requested_preference: ColumnType<unknown, string | null | undefined, string | null>;
  };
  preferences: {
    subscriber_id: string;
    cadence: string;
    weekly_day: number;
    size: number;
    send_hour: number;
    time_zone: string;
    skip_quiet_days: boolean;
    language: Generated<string>;
    picking_key: string;
    updated_at: Date;
    /** Last change of cadence, day, hour or zone. */
    schedule_since: Date;
  };
  interests: { subscriber_id: string; kind: string; value: string; mode: string };
  editions: {
    id: string;
    cadence: string;
    day: Day;
    state: string;
    reason: string | null;
    audience: Generated<number>;
    opened_at: Date;
    planned_at: Date | null;
    finished_at: Date | null;
  };
  pool_revisions: {
    pool_id: string;
    revision: number;
    created_at: Date;
    as_of: Date;
    papers: number;
    inputs: Json<unknown>;
    inputs_hash: string;
  };
  pool_papers: {
    pool_id: string;
    revision: number;
    paper_id: string;
    card: Json<unknown>;
    scores: Json<unknown>;
  };
  deliveries: {
    id: string;
    edition_id: string;
    subscriber_id: string;
    state: string;
    reason: string | null;
    send_at: Date;
    due_at: Date;
    local_day: Day;
    pool_id: string | null;
    pool_revision: number | null;
    digest: ColumnType<unknown, string | null, string | null>;
    attempts: Generated<number>;
    provider: string | null;
    provider_id: string | null;
    created_at: Date;
    settled_at: Date | null;
    asked_again_at: Date | null;
    /** Maximum batch size for this delivery, set after a provider refused a whole batch with it. */
    most_together: number | null;
    arrival: string | null;
    arrival_at: Date | null;
  };
  delivery_attempts: {
    id: string;
    edition_id: string;
    provider: string;
    idempotency_key: string;
    payload_hash: string | null;
    mail_date: Date;
    state: string;
    leased_until: Date;
    claimed_at: Date;
    started_at: Date | null;
    settled_at: Date | null;
    replays: Generated<number>;
    reason: string | null;
    maybe_taken: Generated<number>;
  };
  attempt_deliveries: {
    attempt_id: string;
    delivery_id: string;
    position: number;
    outcome: string | null;
    provider_id: string | null;
    reason: string | null;
  };
  sent_papers: { subscriber_id: string; paper_id: string; delivery_id: string; role: string };
  suppressions: { address_hash: string; reason: string; source: string; created_at: Date };
  notifications: {
    id: string;
    subscriber_id: string;
    kind: string;
    dedupe_key: string;
    language: Generated<string>;
    state: string;
    reason: string | null;
    provider: string | null;
    provider_id: string | null;
    payload_hash: string | null;
    attempts: Generated<number>;
    created_at: Date;
    started_at: Date | null;
    settled_at: Date | null;
    leased_until: Date | null;
  };
  provider_connections: {
    provider: string;
    run_id: string;
    connections: number;
    leased_until: Date;
  };
  provider_states: {
    provider: string;
    circuit: Generated<string>;
    kind: string | null;
    reason: string | null;
    failures: Generated<number>;
    opened_at: Date | null;
    retry_at: Date | null;
    probing_until: Date | null;
    held_from: Date | null;
    held_until: Date | null;
    changed_at: Date | null;
  };
  refusals_in_doubt: {
    provider: string;
    email_id: string;
    kind: string;
    about: string;
    code: string;
    address_hash: string | null;
    domain_hash: string;
    refused_at: Date;
  };
  provider_events: {
    provider: string;
    event_id: string;
    kind: string;
    about: string | null;
    occurred_at: Date;
    received_at: Date;
    mail_id: string | null;
    provider_mail_id: string | null;
    subscriber_id: string | null;
    address: string | null;
    detail: string | null;
    raw: string | null;
    tries: Generated<number>;
    next_at: Date;
    applied_at: Date | null;
    outcome: string | null;
  };
  inbound_counts: { hour: Date; outcome: string; emails: number };
  operator_audit: {
    id: Generated<number>;
    at: Date;
    operator: string;
    verb: string;
    subject: string;
    before: ColumnType<unknown, string | null, string | null>;
    after: ColumnType<unknown, string | null, string | null>;
  };
  operators: {
    id: string;
    name: string;
    role: string;
    password_hash: string;
    password_at: Date;
    totp_secret: string | null;
    totp_pending: string | null;
    totp_step: number | null;
    created_at: Date;
    disabled_at: Date | null;
  };
  operator_sessions: {
    id: string;
    token_hash: string;
    operator_id: string;
    role: string;
    browser: string;
    created_at: Date;
    seen_at: Date;
  };
  operator_recovery_codes: { operator_id: string; code_hash: string; used_at: Date | null };
  asks: {
    id: string;
    kind: string;
    address: string;
    source: string;
    preference: ColumnType<unknown, string | null, string | null>;
    asked_at: Date;
  };
  imports: {
    id: Generated<number>;
    state: string;
    operator: string;
    uploaded_at: Date;
    moved_at: Date;
    lines: Generated<number>;
    bad: Generated<number>;
    twice: Generated<number>;
    added: Generated<number>;
    known: Generated<number>;
    suppressed: Generated<number>;
    elsewhere: Generated<number>;
    about: ColumnType<unknown, string | null | undefined, string | null>;
  };
  import_files: { import_id: number; content: Uint8Array; options: Json<unknown>; seen: Json<unknown> };
  import_lines: { import_id: number; line: number; address_hash: string; entry: Json<unknown> };
  import_problems: { import_id: number; line: number; problem: string };
  marks: { subscriber_id: string; paper_id: string; topic: string; direction: string; marked_at: Date };
  reading_list: {
    subscriber_id: string;
    paper_id: string;
    saved_at: Date;
    source: string;
    read_at: Date | null;
  };
  address_changes: { subscriber_id: string; id: string; address: string; asked_at: Date };
  /** Used by rate-limiter-flexible only. */
  rate_limits: { key: string; points: Generated<number>; expire: number | null };
  alerts: {
    id: Generated<number>;
    code: string;
    subject: string;
    message: string;
    remedy: string;
    raised_at: Date;
    noticed_at: Date;
    times: Generated<number>;
    cleared_at: Date | null;
  };
  /** One row per job attempt. `again` is the job's payload field, e.g. `rerun-17` for a re-run. */
  runs: {
    id: Generated<number>;
    job_id: string;
    name: string;
    day: Day;
    source: string | null;
    again: string | null;
    began_at: Date;
    ended_at: Date | null;
    state: string;
    counts: ColumnType<unknown, string | null, string | null>;
    code: string | null;
    reason: string | null;
  };
  reruns: {
    id: Generated<number>;
    what: string;
    day: Day;
    source: Generated<string>;
    edition: Generated<string>;
    operator: string;
    asked_at: Date;
    last_job: string;
    foreseen: Json<unknown>;
    over_at: Date | null;
  };
  editorial: {
    pool_id: string;
    paper_id: string;
    kind: string;
    topic: string | null;
    summary: string | null;
    original: string | null;
    operator: string;
    decided_at: Date;
  };
  alert_tellings: {
    alert_id: number;
    event: string;
    channel: string;
    tries: Generated<number>;
    next_at: Date;
    told_at: Date | null;
    reason: string | null;
  };
  left_out_papers: {
    paper_id: string;
    step: string;
    reason: string;
    content_hash: string | null;
    found_at: Date;
  };
}
