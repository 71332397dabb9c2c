import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';

/** Inserts active subscribers number 1 to `count` with default preferences; the same ones every time. */
export async function generateSubscribers(db: Kysely<Database>, count: number): Promise<void> {
  await sql`
    insert into subscribers (id, address, address_hash, state, leave_key, consent_at, consent_source, confirmed_at,
      created_at, state_changed_at)
    select md5('subscriber ' || number)::uuid, 'reader' || number || '@example.com', md5('address ' || number),
      'active', md5('key ' || number), '2026-01-01Z', 'bench', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'
    from generate_series(1, ${count}::int) as number on conflict do nothing`.execute(db);
  await sql`
    insert into preferences (subscriber_id, cadence, weekly_day, size, send_hour, time_zone, skip_quiet_days,
      picking_key, updated_at, schedule_since)
    select id, 'daily', 1, 7, 7, 'UTC', false, 'bench', '2026-01-01Z', '2026-01-01Z' from subscribers
    on conflict do nothing`.execute(db);
}

/** Deliveries of one edition to generate, one per subscriber from number 1 on. */
export interface GeneratedEdition {
  /** Day of the daily edition, YYYY-MM-DD. */
  day: string;
  count: number;
  /** `planned` ones are composed and due at 07:00 UTC; `accepted` ones were settled then. */
  state: 'planned' | 'accepted';
}

/** Inserts a daily edition with its deliveries, by SQL alone. Returns its id. */
export async function generateEdition(
  db: Kysely<Database>,
  { day, count, state }: GeneratedEdition,
): Promise<string> {
  const id = `daily-${day}`;
  const sendAt = new Date(`${day}T07:00:00Z`);
  const finished = state === 'accepted';
  await sql`
    insert into editions (id, cadence, day, state, audience, opened_at, planned_at, finished_at)
    values (${id}, 'daily', ${day}, ${finished ? 'finished' : 'open'}, ${count}, ${sendAt}, ${sendAt},
      ${finished ? sendAt : null})`.execute(db);
  await sql`
    insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, digest, created_at,
      settled_at, provider)
    select md5(${id} || ' ' || number)::uuid, ${id}, md5('subscriber ' || number)::uuid, ${state}, ${sendAt},
      ${sendAt}, ${day}, '{"picks":[]}', ${sendAt}, ${finished ? sendAt : null}, ${finished ? 'null' : null}
    from generate_series(1, ${count}::int) as number`.execute(db);
  if (finished) await generateHistory(db, id, sendAt);
  return id;
}

/** Inserts what sending an edition leaves: an attempt per hundred deliveries, sent papers, reports. */
async function generateHistory(db: Kysely<Database>, edition: string, sentAt: Date): Promise<void> {
  await sql`
    insert into delivery_attempts (id, edition_id, provider, idempotency_key, payload_hash, mail_date, state,
      leased_until, claimed_at, started_at, settled_at, maybe_taken)
    select md5(${edition} || ' attempt ' || number)::uuid, ${edition}, 'null', ${edition} || ' ' || number, 'hash',
      ${sentAt}, 'settled', ${sentAt}, ${sentAt}, ${sentAt}, ${sentAt}, 100
    from generate_series(0, (select audience from editions where id = ${edition}) / 100) as number`.execute(
    db,
  );
  await sql`
    insert into attempt_deliveries (attempt_id, delivery_id, position, outcome, provider_id)
    select md5(${edition} || ' attempt ' || number / 100)::uuid, id, number % 100, 'accepted', id
    from (select id, row_number() over (order by id) - 1 as number
      from deliveries where edition_id = ${edition}) as numbered`.execute(db);
  await sql`
    insert into sent_papers (subscriber_id, paper_id, delivery_id, role)
    select subscriber_id, ${edition}, id, 'pick' from deliveries where edition_id = ${edition}`.execute(db);
  await sql`
    insert into provider_events (provider, event_id, kind, occurred_at, received_at, mail_id, subscriber_id,
      next_at, applied_at, outcome)
    select 'resend', ${edition} || ' ' || id, 'delivered', ${sentAt}, ${sentAt}, id, subscriber_id, ${sentAt},
      ${sentAt}, 'applied'
    from deliveries where edition_id = ${edition}`.execute(db);
  await sql`
    insert into notifications (id, subscriber_id, kind, dedupe_key, state, provider, attempts, created_at, settled_at)
    select md5('notification ' || id)::uuid, subscriber_id, 'your-link', id, 'accepted', 'null', 1, ${sentAt},
      ${sentAt}
    from deliveries where edition_id = ${edition}`.execute(db);
}
