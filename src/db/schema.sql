-- The schema that the migrations make. Written by test/db/schema.test.ts; never edited by hand.

create table address_changes (
  subscriber_id uuid not null,
  id uuid not null,
  address text not null,
  asked_at timestamp with time zone not null,
  constraint address_changes_id_key UNIQUE (id),
  constraint address_changes_pkey PRIMARY KEY (subscriber_id),
  constraint address_changes_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE
);

create table alert_tellings (
  alert_id bigint not null,
  event text not null,
  channel text not null,
  tries integer not null default 0,
  next_at timestamp with time zone not null,
  told_at timestamp with time zone,
  reason text,
  constraint alert_tellings_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alerts(id) ON DELETE CASCADE,
  constraint alert_tellings_channel_check CHECK ((channel = ANY (ARRAY['webhook'::text, 'mail'::text]))),
  constraint alert_tellings_event_check CHECK ((event = ANY (ARRAY['opened'::text, 'over'::text]))),
  constraint alert_tellings_pkey PRIMARY KEY (alert_id, event, channel)
);

create table alerts (
  id bigint not null generated always as identity,
  code text not null,
  subject text not null,
  message text not null,
  remedy text not null,
  raised_at timestamp with time zone not null,
  noticed_at timestamp with time zone not null,
  times integer not null default 1,
  cleared_at timestamp with time zone,
  constraint alerts_pkey PRIMARY KEY (id)
);
CREATE INDEX alerts_by_end ON public.alerts USING btree (cleared_at);
CREATE UNIQUE INDEX alerts_open ON public.alerts USING btree (code, subject) WHERE (cleared_at IS NULL);

create table asks (
  id uuid not null,
  kind text not null,
  address text not null,
  source text not null,
  preference jsonb,
  asked_at timestamp with time zone not null,
  constraint asks_kind_check CHECK ((kind = ANY (ARRAY['subscribe'::text, 'link'::text]))),
  constraint asks_pkey PRIMARY KEY (id)
);
CREATE INDEX asks_by_time ON public.asks USING btree (asked_at);

create table attempt_deliveries (
  attempt_id uuid not null,
  delivery_id uuid not null,
  position integer not null,
  outcome text,
  provider_id text,
  reason text,
  constraint attempt_deliveries_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES delivery_attempts(id) ON DELETE CASCADE,
  constraint attempt_deliveries_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id) ON DELETE CASCADE,
  constraint attempt_deliveries_pkey PRIMARY KEY (attempt_id, delivery_id)
);
CREATE INDEX attempt_deliveries_by_delivery ON public.attempt_deliveries USING btree (delivery_id);

create table back_fills (
  source text not null,
  state text not null,
  next_day date not null,
  oldest_day date not null,
  lists integer not null default 0,
  papers integer not null default 0,
  failures integer not null default 0,
  reason text,
  started_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint back_fills_pkey PRIMARY KEY (source),
  constraint back_fills_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'refused'::text])))
);

create table classifications (
  paper_id text not null,
  taxonomy_version integer not null,
  content_hash text not null,
  classified_at timestamp with time zone,
  constraint classifications_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint classifications_pkey PRIMARY KEY (paper_id, taxonomy_version)
);

create table cold_models (
  version text not null,
  number integer not null generated always as identity,
  fitted_at timestamp with time zone not null,
  until date not null,
  lists integer not null,
  papers integer not null,
  compared_with text not null,
  held_back integer not null,
  measure double precision not null,
  compared_measure double precision not null,
  used boolean not null,
  model jsonb not null,
  constraint cold_models_number_key UNIQUE (number),
  constraint cold_models_pkey PRIMARY KEY (version),
  constraint cold_models_until_lists_papers_key UNIQUE (until, lists, papers)
);

create table daily_lists (
  source text not null,
  day date not null,
  paper_id text not null,
  first_seen_at timestamp with time zone not null,
  submitter text,
  constraint daily_lists_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint daily_lists_pkey PRIMARY KEY (source, day, paper_id)
);
CREATE INDEX daily_lists_by_day ON public.daily_lists USING btree (day);
CREATE INDEX daily_lists_by_paper ON public.daily_lists USING btree (paper_id);

create table deliveries (
  id uuid not null,
  edition_id text not null,
  subscriber_id uuid not null,
  state text not null,
  reason text,
  send_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  local_day date not null,
  pool_id text,
  pool_revision integer,
  digest jsonb,
  attempts integer not null default 0,
  provider text,
  provider_id text,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  asked_again_at timestamp with time zone,
  arrival text,
  arrival_at timestamp with time zone,
  most_together integer,
  constraint deliveries_arrival_check CHECK ((arrival = ANY (ARRAY['delayed'::text, 'soft-bounced'::text, 'delivered'::text, 'refused'::text, 'hard-bounced'::text, 'complained'::text]))),
  constraint deliveries_arrival_dated CHECK (((arrival IS NULL) = (arrival_at IS NULL))),
  constraint deliveries_check CHECK (((state <> 'excluded'::text) OR (reason IS NOT NULL))),
  constraint deliveries_check1 CHECK (((state <> ALL (ARRAY['sending'::text, 'accepted'::text])) OR (digest IS NOT NULL))),
  constraint deliveries_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id),
  constraint deliveries_edition_id_subscriber_id_key UNIQUE (edition_id, subscriber_id),
  constraint deliveries_most_together_check CHECK ((most_together >= 1)),
  constraint deliveries_pkey PRIMARY KEY (id),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'accepted'::text, 'excluded'::text, 'failed'::text, 'uncertain'::text]))),
  constraint deliveries_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id)
);
CREATE INDEX deliveries_by_provider_key ON public.deliveries USING btree (lower(split_part(ltrim(provider_id, '<'::text), '@'::text, 1))) WHERE (provider_id IS NOT NULL);
CREATE INDEX deliveries_by_report ON public.deliveries USING btree (edition_id, arrival) WHERE (arrival = ANY (ARRAY['hard-bounced'::text, 'complained'::text]));
CREATE INDEX deliveries_by_subscriber ON public.deliveries USING btree (subscriber_id);
CREATE INDEX deliveries_due ON public.deliveries USING btree (edition_id, due_at, id) WHERE (state = 'planned'::text);
CREATE INDEX deliveries_unsettled ON public.deliveries USING btree (edition_id, state) WHERE (state = ANY (ARRAY['sending'::text, 'uncertain'::text]));
CREATE TRIGGER legal_moves BEFORE UPDATE OF state ON public.deliveries FOR EACH ROW WHEN (((old.state <> new.state) AND (((old.state || ' '::text) || new.state) <> ALL (ARRAY['planned sending'::text, 'planned excluded'::text, 'planned accepted'::text, 'sending planned'::text, 'sending accepted'::text, 'sending failed'::text, 'sending excluded'::text, 'sending uncertain'::text, 'uncertain accepted'::text, 'uncertain planned'::text, 'failed planned'::text, 'accepted planned'::text])))) EXECUTE FUNCTION refuse_move();

create table delivery_attempts (
  id uuid not null,
  edition_id text not null,
  provider text not null,
  idempotency_key text not null,
  payload_hash text,
  mail_date timestamp with time zone not null,
  state text not null,
  leased_until timestamp with time zone not null,
  claimed_at timestamp with time zone not null,
  started_at timestamp with time zone,
  settled_at timestamp with time zone,
  replays integer not null default 0,
  reason text,
  maybe_taken integer not null default 0,
  constraint delivery_attempts_check CHECK (((state <> ALL (ARRAY['started'::text, 'settled'::text])) OR ((payload_hash IS NOT NULL) AND (started_at IS NOT NULL)))),
  constraint delivery_attempts_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id),
  constraint delivery_attempts_idempotency_key_key UNIQUE (idempotency_key),
  constraint delivery_attempts_pkey PRIMARY KEY (id),
  constraint delivery_attempts_state_check CHECK ((state = ANY (ARRAY['claimed'::text, 'started'::text, 'released'::text, 'settled'::text, 'uncertain'::text])))
);
CREATE INDEX delivery_attempts_by_provider ON public.delivery_attempts USING btree (provider, settled_at);
CREATE INDEX delivery_attempts_open ON public.delivery_attempts USING btree (leased_until) WHERE (state = ANY (ARRAY['claimed'::text, 'started'::text]));
CREATE TRIGGER legal_moves BEFORE UPDATE OF state ON public.delivery_attempts FOR EACH ROW WHEN (((old.state <> new.state) AND (((old.state || ' '::text) || new.state) <> ALL (ARRAY['claimed started'::text, 'claimed released'::text, 'started settled'::text, 'started uncertain'::text])))) EXECUTE FUNCTION refuse_move();

create table editions (
  id text not null,
  cadence text not null,
  day date not null,
  state text not null,
  reason text,
  audience integer not null default 0,
  opened_at timestamp with time zone not null,
  planned_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint editions_cadence_check CHECK ((cadence = ANY (ARRAY['daily'::text, 'weekdays'::text, 'weekly'::text]))),
  constraint editions_cadence_day_key UNIQUE (cadence, day),
  constraint editions_pkey PRIMARY KEY (id),
  constraint editions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paused'::text, 'finished'::text, 'cancelled'::text, 'skipped'::text])))
);
CREATE TRIGGER legal_moves BEFORE UPDATE OF state ON public.editions FOR EACH ROW WHEN (((old.state <> new.state) AND (((old.state || ' '::text) || new.state) <> ALL (ARRAY['open paused'::text, 'paused open'::text, 'open finished'::text, 'finished open'::text, 'open cancelled'::text, 'paused cancelled'::text])))) EXECUTE FUNCTION refuse_move();

create table editorial (
  pool_id text not null,
  paper_id text not null,
  kind text not null,
  topic text,
  summary text,
  original text,
  operator text not null,
  decided_at timestamp with time zone not null,
  constraint editorial_check CHECK (((kind = 'pin'::text) = (topic IS NOT NULL))),
  constraint editorial_check1 CHECK (((kind = 'summary'::text) = (summary IS NOT NULL))),
  constraint editorial_kind_check CHECK ((kind = ANY (ARRAY['pin'::text, 'hide'::text, 'summary'::text]))),
  constraint editorial_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint editorial_pkey PRIMARY KEY (pool_id, paper_id, kind)
);

create table generated_summaries (
  paper_id text not null,
  version text not null,
  model text not null,
  state text not null,
  text text,
  reason text,
  tries integer not null default 1,
  asked_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint accepted_has_text CHECK (((state <> 'accepted'::text) OR (text IS NOT NULL))),
  constraint generated_summaries_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint generated_summaries_pkey PRIMARY KEY (paper_id, version, model),
  constraint generated_summaries_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'failed'::text, 'rejected'::text, 'accepted'::text]))),
  constraint refused_has_reason CHECK (((state <> ALL (ARRAY['failed'::text, 'rejected'::text])) OR (reason IS NOT NULL)))
);
CREATE INDEX generated_summaries_by_asked ON public.generated_summaries USING btree (asked_at);

create table import_files (
  import_id integer not null,
  content bytea not null,
  options jsonb not null,
  seen jsonb not null,
  constraint import_files_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_files_pkey PRIMARY KEY (import_id)
);

create table import_lines (
  import_id integer not null,
  line integer not null,
  address_hash text not null,
  entry jsonb not null,
  constraint import_lines_address_hash_import_id_key UNIQUE (address_hash, import_id),
  constraint import_lines_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_lines_pkey PRIMARY KEY (import_id, line)
);

create table import_problems (
  import_id integer not null,
  line integer not null,
  problem text not null,
  constraint import_problems_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_problems_pkey PRIMARY KEY (import_id, line)
);

create table imports (
  id integer not null generated always as identity,
  state text not null,
  operator text not null,
  uploaded_at timestamp with time zone not null,
  moved_at timestamp with time zone not null,
  lines integer not null default 0,
  bad integer not null default 0,
  twice integer not null default 0,
  added integer not null default 0,
  known integer not null default 0,
  suppressed integer not null default 0,
  elsewhere integer not null default 0,
  about jsonb,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['shown'::text, 'running'::text, 'done'::text, 'dropped'::text])))
);

create table inbound_counts (
  hour timestamp with time zone not null,
  outcome text not null,
  emails integer not null,
  constraint inbound_counts_emails_check CHECK ((emails > 0)),
  constraint inbound_counts_outcome_check CHECK ((outcome = ANY (ARRAY['matched'::text, 'unmatched'::text, 'not-understood'::text]))),
  constraint inbound_counts_pkey PRIMARY KEY (hour, outcome)
);

create table interests (
  subscriber_id uuid not null,
  kind text not null,
  value text not null,
  mode text not null,
  constraint interests_kind_check CHECK ((kind = ANY (ARRAY['topic'::text, 'query'::text, 'author'::text, 'organisation'::text]))),
  constraint interests_mode_check CHECK ((mode = ANY (ARRAY['follow'::text, 'mute'::text]))),
  constraint interests_pkey PRIMARY KEY (subscriber_id, kind, value),
  constraint interests_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES preferences(subscriber_id) ON DELETE CASCADE
);

create table left_out_papers (
  paper_id text not null,
  step text not null,
  reason text not null,
  content_hash text,
  found_at timestamp with time zone not null,
  constraint left_out_papers_pkey PRIMARY KEY (paper_id)
);

create table marks (
  subscriber_id uuid not null,
  paper_id text not null,
  topic text not null,
  direction text not null,
  marked_at timestamp with time zone not null,
  constraint marks_direction_check CHECK ((direction = ANY (ARRAY['more'::text, 'less'::text]))),
  constraint marks_pkey PRIMARY KEY (subscriber_id, paper_id),
  constraint marks_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE
);

create table meaning_models (
  version integer not null generated always as identity,
  fitted_at timestamp with time zone not null,
  papers integer not null,
  ready boolean not null default false,
  terms text[] not null,
  vectors bytea not null,
  constraint meaning_models_pkey PRIMARY KEY (version)
);

create table notifications (
  id uuid not null,
  subscriber_id uuid not null,
  kind text not null,
  dedupe_key text not null,
  state text not null,
  reason text,
  provider text,
  provider_id text,
  payload_hash text,
  attempts integer not null default 0,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  settled_at timestamp with time zone,
  leased_until timestamp with time zone,
  language text not null default 'en'::text,
  constraint notifications_dedupe_key_key UNIQUE (dedupe_key),
  constraint notifications_kind_check CHECK ((kind = ANY (ARRAY['confirm'::text, 'lifted'::text, 'welcome'::text, 'your-link'::text, 'goodbye'::text, 'new-address'::text, 'address-notice'::text]))),
  constraint notifications_pkey PRIMARY KEY (id),
  constraint notifications_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'accepted'::text, 'excluded'::text, 'failed'::text, 'uncertain'::text]))),
  constraint notifications_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE
);
CREATE INDEX notifications_by_provider ON public.notifications USING btree (provider, settled_at);
CREATE INDEX notifications_by_provider_key ON public.notifications USING btree (lower(split_part(ltrim(provider_id, '<'::text), '@'::text, 1))) WHERE (provider_id IS NOT NULL);
CREATE INDEX notifications_open ON public.notifications USING btree (created_at) WHERE (state = ANY (ARRAY['planned'::text, 'sending'::text, 'uncertain'::text]));

create table operator_audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  operator text not null,
  verb text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  constraint operator_audit_pkey PRIMARY KEY (id)
);
CREATE INDEX operator_audit_by_subject ON public.operator_audit USING btree (subject, at);

create table operator_recovery_codes (
  operator_id uuid not null,
  code_hash text not null,
  used_at timestamp with time zone,
  constraint operator_recovery_codes_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operators(id) ON DELETE CASCADE,
  constraint operator_recovery_codes_pkey PRIMARY KEY (operator_id, code_hash)
);

create table operator_sessions (
  id uuid not null,
  token_hash text not null,
  operator_id uuid not null,
  role text not null,
  browser text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint operator_sessions_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operators(id) ON DELETE CASCADE,
  constraint operator_sessions_pkey PRIMARY KEY (id),
  constraint operator_sessions_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX operator_sessions_by_operator ON public.operator_sessions USING btree (operator_id);

create table operators (
  id uuid not null,
  name text not null,
  role text not null,
  password_hash text not null,
  password_at timestamp with time zone not null,
  totp_secret text,
  totp_pending text,
  totp_step integer,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint operators_name_check CHECK ((name = lower(name))),
  constraint operators_name_key UNIQUE (name),
  constraint operators_pkey PRIMARY KEY (id),
  constraint operators_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text])))
);

create table paper_meanings (
  model integer not null,
  paper_id text not null,
  content_hash text not null,
  vector bytea not null,
  constraint paper_meanings_model_fkey FOREIGN KEY (model) REFERENCES meaning_models(version) ON DELETE CASCADE,
  constraint paper_meanings_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint paper_meanings_pkey PRIMARY KEY (model, paper_id)
);
CREATE INDEX paper_meanings_by_paper ON public.paper_meanings USING btree (paper_id);

create table paper_records (
  paper_id text not null,
  source text not null,
  version integer not null,
  record jsonb not null,
  first_seen_at timestamp with time zone not null,
  constraint paper_records_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint paper_records_pkey PRIMARY KEY (paper_id, source, version)
);

create table paper_search (
  paper_id text not null,
  content_hash text not null,
  index_version integer not null,
  published_on date not null,
  title_key text not null,
  title tsvector not null,
  people tsvector not null,
  whole tsvector not null,
  author_keys text[] not null default '{}'::text[],
  organization_key text not null default ''::text,
  constraint paper_search_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint paper_search_pkey PRIMARY KEY (paper_id)
);
CREATE INDEX paper_search_author_keys ON public.paper_search USING gin (author_keys) WITH (fastupdate=off);
CREATE INDEX paper_search_by_published ON public.paper_search USING btree (published_on DESC, paper_id);
CREATE INDEX paper_search_by_title_key ON public.paper_search USING btree (title_key text_pattern_ops);
CREATE INDEX paper_search_organization ON public.paper_search USING btree (organization_key, published_on DESC, paper_id DESC) WHERE (organization_key <> ''::text);
CREATE INDEX paper_search_title ON public.paper_search USING gin (title) WITH (fastupdate=off);
CREATE INDEX paper_search_whole ON public.paper_search USING gin (whole) WITH (fastupdate=off);

create table papers (
  id text not null,
  title text not null,
  abstract text,
  summary text,
  authors jsonb not null,
  author_count integer not null,
  organisation text,
  categories jsonb not null,
  primary_category text,
  published_at timestamp with time zone,
  updated_at timestamp with time zone,
  latest_version integer,
  comment text,
  links jsonb not null,
  withdrawn boolean not null,
  content_hash text not null,
  first_seen_at timestamp with time zone not null,
  changed_at timestamp with time zone,
  constraint papers_pkey PRIMARY KEY (id)
);
CREATE INDEX papers_by_published ON public.papers USING btree (published_at);

create table pool_papers (
  pool_id text not null,
  revision integer not null,
  paper_id text not null,
  card jsonb not null,
  scores jsonb not null,
  constraint pool_papers_pkey PRIMARY KEY (pool_id, revision, paper_id),
  constraint pool_papers_pool_id_revision_fkey FOREIGN KEY (pool_id, revision) REFERENCES pool_revisions(pool_id, revision) ON DELETE CASCADE
);

create table pool_revisions (
  pool_id text not null,
  revision integer not null,
  created_at timestamp with time zone not null,
  as_of timestamp with time zone not null,
  papers integer not null,
  inputs jsonb not null,
  inputs_hash text not null,
  constraint pool_revisions_pkey PRIMARY KEY (pool_id, revision)
);

create table preferences (
  subscriber_id uuid not null,
  cadence text not null,
  weekly_day integer not null,
  size integer not null,
  send_hour integer not null,
  time_zone text not null,
  skip_quiet_days boolean not null,
  picking_key text not null,
  updated_at timestamp with time zone not null,
  language text not null default 'en'::text,
  schedule_since timestamp with time zone not null,
  constraint preferences_cadence_check CHECK ((cadence = ANY (ARRAY['daily'::text, 'weekdays'::text, 'weekly'::text]))),
  constraint preferences_pkey PRIMARY KEY (subscriber_id),
  constraint preferences_send_hour_check CHECK (((send_hour >= 0) AND (send_hour <= 23))),
  constraint preferences_size_check CHECK (((size >= 1) AND (size <= 30))),
  constraint preferences_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE,
  constraint preferences_weekly_day_check CHECK (((weekly_day >= 1) AND (weekly_day <= 7)))
);
CREATE INDEX preferences_by_delivery ON public.preferences USING btree (cadence, time_zone, send_hour);
CREATE INDEX preferences_schedule_since ON public.preferences USING btree (schedule_since);

create table provider_connections (
  provider text not null,
  run_id uuid not null,
  connections integer not null,
  leased_until timestamp with time zone not null,
  constraint provider_connections_connections_check CHECK ((connections > 0)),
  constraint provider_connections_pkey PRIMARY KEY (provider, run_id)
);

create table provider_events (
  provider text not null,
  event_id text not null,
  kind text not null,
  about text,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  mail_id uuid,
  provider_mail_id text,
  subscriber_id uuid,
  address text,
  detail text,
  raw text,
  tries integer not null default 0,
  next_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  outcome text,
  constraint provider_events_about_check CHECK ((about = ANY (ARRAY['address'::text, 'mail'::text]))),
  constraint provider_events_check CHECK (((applied_at IS NULL) OR (outcome IS NOT NULL))),
  constraint provider_events_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 200))),
  constraint provider_events_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'delivered'::text, 'delayed'::text, 'soft-bounce'::text, 'hard-bounce'::text, 'complaint'::text, 'refused'::text, 'received'::text, 'other'::text]))),
  constraint provider_events_pkey PRIMARY KEY (provider, event_id),
  constraint provider_events_provider_check CHECK ((provider = ANY (ARRAY['resend'::text, 'ses'::text, 'mail'::text])))
);
CREATE INDEX provider_events_by_address ON public.provider_events USING btree (address) WHERE (address IS NOT NULL);
CREATE INDEX provider_events_by_subscriber ON public.provider_events USING btree (subscriber_id) WHERE (subscriber_id IS NOT NULL);
CREATE INDEX provider_events_kept ON public.provider_events USING btree (received_at) WHERE (raw IS NOT NULL);
CREATE INDEX provider_events_open ON public.provider_events USING btree (next_at) WHERE (applied_at IS NULL);
CREATE INDEX provider_events_unmatched ON public.provider_events USING btree (received_at) WHERE ((subscriber_id IS NULL) AND (kind <> ALL (ARRAY['received'::text, 'other'::text])));

create table provider_states (
  provider text not null,
  circuit text not null default 'closed'::text,
  kind text,
  reason text,
  failures integer not null default 0,
  opened_at timestamp with time zone,
  retry_at timestamp with time zone,
  probing_until timestamp with time zone,
  held_from timestamp with time zone,
  held_until timestamp with time zone,
  changed_at timestamp with time zone,
  constraint provider_states_check CHECK (((circuit <> 'open'::text) OR ((kind IS NOT NULL) AND (opened_at IS NOT NULL) AND (retry_at IS NOT NULL)))),
  constraint provider_states_check1 CHECK (((circuit <> 'probing'::text) OR (probing_until IS NOT NULL))),
  constraint provider_states_circuit_check CHECK ((circuit = ANY (ARRAY['closed'::text, 'open'::text, 'probing'::text]))),
  constraint provider_states_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'service'::text, 'quota'::text, 'allowance'::text]))),
  constraint provider_states_pkey PRIMARY KEY (provider)
);

create table rate_limits (
  key text not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_key_check CHECK ((length(key) <= 255)),
  constraint rate_limits_pkey PRIMARY KEY (key)
);
CREATE INDEX rate_limits_by_expiry ON public.rate_limits USING btree (expire);

create table reading_list (
  subscriber_id uuid not null,
  paper_id text not null,
  saved_at timestamp with time zone not null,
  source text not null,
  read_at timestamp with time zone,
  constraint reading_list_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id),
  constraint reading_list_pkey PRIMARY KEY (subscriber_id, paper_id),
  constraint reading_list_source_check CHECK ((source = ANY (ARRAY['digest'::text, 'page'::text]))),
  constraint reading_list_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE
);
CREATE INDEX reading_list_by_time ON public.reading_list USING btree (subscriber_id, saved_at DESC, paper_id);

create table record_checks (
  paper_id text not null,
  source text not null,
  checked_at timestamp with time zone not null,
  constraint record_checks_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint record_checks_pkey PRIMARY KEY (paper_id, source)
);

create table refusals_in_doubt (
  provider text not null,
  email_id uuid not null,
  kind text not null,
  about text not null,
  code text not null,
  address_hash text,
  domain_hash text not null,
  refused_at timestamp with time zone not null,
  constraint refusals_in_doubt_about_check CHECK ((about = ANY (ARRAY['address'::text, 'mail'::text, 'sender'::text]))),
  constraint refusals_in_doubt_kind_check CHECK ((kind = ANY (ARRAY['digest'::text, 'transactional'::text]))),
  constraint refusals_in_doubt_pkey PRIMARY KEY (provider, email_id)
);

create table reruns (
  id bigint not null generated always as identity,
  what text not null,
  day date not null,
  source text not null default ''::text,
  edition text not null default ''::text,
  operator text not null,
  asked_at timestamp with time zone not null,
  last_job text not null,
  foreseen jsonb not null,
  over_at timestamp with time zone,
  constraint reruns_pkey PRIMARY KEY (id),
  constraint reruns_what_check CHECK ((what = ANY (ARRAY['ingest'::text, 'observe'::text, 'rank'::text, 'plan'::text, 'deliver'::text, 'day'::text])))
);
CREATE INDEX reruns_by_day ON public.reruns USING btree (day);
CREATE UNIQUE INDEX reruns_open ON public.reruns USING btree (what, day, source, edition) WHERE (over_at IS NULL);

create table runs (
  id bigint not null generated always as identity,
  job_id text not null,
  name text not null,
  day date not null,
  source text,
  again text,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  state text not null,
  counts jsonb,
  code text,
  reason text,
  constraint runs_check CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint runs_pkey PRIMARY KEY (id),
  constraint runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'put-off'::text, 'failed'::text, 'lost'::text])))
);
CREATE INDEX runs_by_again ON public.runs USING btree (again) WHERE (again IS NOT NULL);
CREATE INDEX runs_by_day ON public.runs USING btree (day, name);
CREATE INDEX runs_by_job ON public.runs USING btree (job_id);
CREATE INDEX runs_by_time ON public.runs USING btree (began_at);

create table search_words (
  word text not null,
  stem text not null,
  papers integer not null,
  constraint search_words_pkey PRIMARY KEY (word)
);
CREATE INDEX search_words_by_stem ON public.search_words USING btree (stem);
CREATE INDEX search_words_trigrams ON public.search_words USING gin (word gin_trgm_ops) WITH (fastupdate=off);

create table sent_papers (
  subscriber_id uuid not null,
  paper_id text not null,
  delivery_id uuid not null,
  role text not null,
  constraint sent_papers_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id) ON DELETE CASCADE,
  constraint sent_papers_pkey PRIMARY KEY (subscriber_id, paper_id),
  constraint sent_papers_role_check CHECK ((role = ANY (ARRAY['pick'::text, 'exploration'::text, 'title'::text]))),
  constraint sent_papers_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES subscribers(id) ON DELETE CASCADE
);
CREATE INDEX sent_papers_by_delivery ON public.sent_papers USING btree (delivery_id);

create table signal_snapshots (
  paper_id text not null,
  signal text not null,
  source text not null,
  observed_at timestamp with time zone not null,
  value integer not null,
  constraint signal_snapshots_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint signal_snapshots_pkey PRIMARY KEY (paper_id, signal, source, observed_at),
  constraint signal_snapshots_value_check CHECK ((value >= 0))
);

create table source_days (
  source text not null,
  day date not null,
  outcome text not null,
  papers integer not null default 0,
  rejected integer not null default 0,
  reason text,
  fetched_at timestamp with time zone not null,
  constraint source_days_outcome_check CHECK ((outcome = ANY (ARRAY['complete'::text, 'partial'::text, 'empty'::text, 'not-open'::text, 'failed'::text]))),
  constraint source_days_pkey PRIMARY KEY (source, day)
);

create table source_gates (
  source text not null,
  holder text,
  leased_until timestamp with time zone not null,
  next_at timestamp with time zone not null,
  constraint source_gates_pkey PRIMARY KEY (source)
);

create table source_rejections (
  source text not null,
  day date not null,
  entry text not null,
  reason text not null,
  first_seen_at timestamp with time zone not null,
  constraint source_rejections_pkey PRIMARY KEY (source, day, entry, reason)
);

create table source_states (
  source text not null,
  state text not null,
  checked_at timestamp with time zone not null,
  succeeded_at timestamp with time zone,
  newest_day date,
  failures integer not null default 0,
  reason text,
  constraint source_states_pkey PRIMARY KEY (source),
  constraint source_states_state_check CHECK ((state = ANY (ARRAY['fresh'::text, 'waiting'::text, 'quiet'::text, 'stalled'::text, 'failed'::text])))
);

create table subscribers (
  id uuid not null,
  address text,
  address_hash text,
  state text not null,
  leave_key text not null,
  consent_at timestamp with time zone,
  consent_source text,
  confirmed_at timestamp with time zone,
  paused_until date,
  created_at timestamp with time zone not null,
  state_changed_at timestamp with time zone not null,
  suppressed_from text,
  left_from text,
  requested_preference jsonb,
  constraint subscribers_check CHECK (((state = 'erased'::text) OR ((address IS NOT NULL) AND (address_hash IS NOT NULL)))),
  constraint subscribers_check1 CHECK (((state <> 'active'::text) OR (consent_at IS NOT NULL))),
  constraint subscribers_leave_key_key UNIQUE (leave_key),
  constraint subscribers_left_from_check CHECK ((left_from = ANY (ARRAY['pending'::text, 'active'::text, 'paused'::text, 'suppressed'::text]))),
  constraint subscribers_pkey PRIMARY KEY (id),
  constraint subscribers_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'paused'::text, 'unsubscribed'::text, 'suppressed'::text, 'erased'::text]))),
  constraint subscribers_suppressed_from_check CHECK ((suppressed_from = ANY (ARRAY['pending'::text, 'active'::text, 'paused'::text])))
);
CREATE INDEX subscribers_by_state ON public.subscribers USING btree (state);
CREATE INDEX subscribers_with_requests ON public.subscribers USING btree (state_changed_at) WHERE (requested_preference IS NOT NULL);
CREATE UNIQUE INDEX subscribers_by_address ON public.subscribers USING btree (address_hash) WHERE (address_hash IS NOT NULL);

create table summary_model_calls (
  day date not null,
  calls integer not null,
  constraint summary_model_calls_pkey PRIMARY KEY (day)
);

create table suppressions (
  address_hash text not null,
  reason text not null,
  source text not null,
  created_at timestamp with time zone not null,
  constraint suppressions_pkey PRIMARY KEY (address_hash)
);
CREATE INDEX suppressions_by_time ON public.suppressions USING btree (created_at, address_hash);

create table thumbnails (
  paper_id text not null,
  address text not null,
  type text,
  image bytea,
  version text,
  tries integer not null,
  checked_at timestamp with time zone not null,
  constraint thumbnails_check CHECK ((((image IS NULL) = (type IS NULL)) AND ((image IS NULL) = (version IS NULL)))),
  constraint thumbnails_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint thumbnails_pkey PRIMARY KEY (paper_id),
  constraint thumbnails_type_check CHECK ((type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text])))
);
CREATE INDEX thumbnails_by_time ON public.thumbnails USING btree (checked_at);

create table topic_scores (
  paper_id text not null,
  taxonomy_version integer not null,
  topic text not null,
  score double precision not null,
  constraint topic_scores_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint topic_scores_pkey PRIMARY KEY (paper_id, taxonomy_version, topic),
  constraint topic_scores_score_check CHECK (((score > (0)::double precision) AND (score <= (1)::double precision)))
);
CREATE INDEX topic_scores_by_topic ON public.topic_scores USING btree (taxonomy_version, topic);
