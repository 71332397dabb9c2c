import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';
import { PREVIOUS_EDITION } from './previous-edition-queries.ts';

type Db = Kysely<Database>;

/**
 * Records every start of an attempt and every move of a delivery with database triggers. Times are the
 * database's own, because some runs set back the clocks of the processes. Rows go to separate tables, because
 * a start is overwritten by what follows it.
 */
export async function installAudit(db: Db): Promise<void> {
  await sql`create table chaos_starts (
    number bigserial primary key, edition_id text not null, idempotency_key text not null,
    attempt_id uuid not null, replays integer not null, began timestamptz not null)`.execute(db);
  await sql`create table chaos_moves (
    number bigserial primary key, delivery_id uuid not null, was text not null, became text not null,
    reason text, at timestamptz not null)`.execute(db);
  await sql`create function chaos_note_start() returns trigger language plpgsql as $$ begin
    insert into chaos_starts (edition_id, idempotency_key, attempt_id, replays, began)
    values (new.edition_id, new.idempotency_key, new.id, new.replays, transaction_timestamp());
    return null; end $$`.execute(db);
  await sql`create trigger chaos_start after update on delivery_attempts for each row
    when (new.state = 'started' and (old.state <> 'started' or old.replays <> new.replays))
    execute function chaos_note_start()`.execute(db);
  await sql`create function chaos_note_move() returns trigger language plpgsql as $$ begin
    insert into chaos_moves (delivery_id, was, became, reason, at)
    values (new.id, old.state, new.state, new.reason, clock_timestamp());
    return null; end $$`.execute(db);
  await sql`create trigger chaos_move after update on deliveries for each row
    when (old.state <> new.state) execute function chaos_note_move()`.execute(db);
}

/** Current time of the database. */
export async function readServerTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  return rows[0]?.at ?? new Date();
}

/** One provider call that was recorded before it was made. */
export interface Start {
  editionId: string;
  key: string;
  attemptId: string;
  replays: number;
  /** Start of the transaction that checked consent and recorded the attempt. */
  began: Date;
}

export async function readStarts(db: Db): Promise<Start[]> {
  const { rows } = await sql<Start>`
    select edition_id as "editionId", idempotency_key as key, attempt_id as "attemptId", replays, began
    from chaos_starts order by number`.execute(db);
  return rows;
}

/** Stored state of one delivery. */
export interface Row {
  deliveryId: string;
  editionId: string;
  subscriberId: string;
  state: string;
  reason: string | null;
  attempts: number;
  /** Ids of all its attempts, in order. */
  attemptIds: string[];
  /** Strongest report about its email. */
  arrival: string | null;
  /** State of its subscriber. */
  subscriberState: string;
}

export async function readRows(db: Db): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select deliveries.id as "deliveryId", edition_id as "editionId", subscriber_id as "subscriberId",
      deliveries.state, reason, attempts,
      array(
        select attempt_id::text from attempt_deliveries
        join delivery_attempts on delivery_attempts.id = attempt_id
        where delivery_id = deliveries.id order by claimed_at) as "attemptIds",
      arrival, subscribers.state as "subscriberState"
    from deliveries join subscribers on subscribers.id = subscriber_id
    where edition_id <> ${PREVIOUS_EDITION} order by deliveries.id`.execute(db);
  return rows;
}

export interface OpenEdition {
  id: string;
  state: string;
  reason: string | null;
  planned: number;
  sending: number;
  uncertain: number;
  failed: number;
  audience: number;
}

/** Editions of the run, with the number of deliveries in each unfinished state. */
export async function readEditions(db: Db): Promise<OpenEdition[]> {
  const { rows } = await sql<OpenEdition>`
    select editions.id, editions.state, editions.reason, editions.audience,
      count(*) filter (where deliveries.state = 'planned')::int as planned,
      count(*) filter (where deliveries.state = 'sending')::int as sending,
      count(*) filter (where deliveries.state = 'uncertain')::int as uncertain,
      count(*) filter (where deliveries.state = 'failed')::int as failed
    from editions join deliveries on edition_id = editions.id where editions.id <> ${PREVIOUS_EDITION}
    group by editions.id order by editions.id`.execute(db);
  return rows;
}

/** Full history of these deliveries, as evidence for a failed check. */
export async function readEvidence(db: Db, deliveryIds: readonly string[]): Promise<unknown> {
  const { rows } = await sql`
    select deliveries.id, deliveries.edition_id, deliveries.state, deliveries.reason, deliveries.attempts,
      deliveries.due_at, deliveries.settled_at,
      (select json_agg(chaos_moves order by number) from chaos_moves
        where delivery_id = deliveries.id) as moves,
      (select json_agg(json_build_object('attempt', delivery_attempts, 'outcome', attempt_deliveries.outcome,
          'starts', (
            select json_agg(chaos_starts) from chaos_starts where attempt_id = delivery_attempts.id)))
        from attempt_deliveries join delivery_attempts on delivery_attempts.id = attempt_id
        where delivery_id = deliveries.id) as attempts_made
    from deliveries where id = any(${deliveryIds}::uuid[])`.execute(db);
  return rows;
}

/** Sets one send hour for all subscribers. */
export async function setSendHour(db: Db, hour: number): Promise<void> {
  await sql`update preferences set send_hour = ${hour}`.execute(db);
}

/**
 * Ends that share of the connections to this database, as an administrator would, except the caller's own.
 */
export async function terminateConnections(db: Db, share: number): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and random() < ${share}`.execute(db);
}

/** Subscribers that can still opt out, ordered by address. */
export async function readSubscribers(
  db: Db,
): Promise<{ id: string; unsubscribeKey: string; address: string }[]> {
  const { rows } = await sql<{ id: string; unsubscribeKey: string; address: string }>`
    select id, leave_key as "unsubscribeKey", address from subscribers
    where address is not null order by address`.execute(db);
  return rows;
}
