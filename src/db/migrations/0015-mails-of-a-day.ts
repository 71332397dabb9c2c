import { type Kysely, sql } from 'kysely';

/**
 * Number of emails of an attempt that the provider accepted or may have accepted, so a day is counted without
 * reading every delivery. A report never fails an uncertain delivery: a provider that reports on an email has
 * accepted it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table delivery_attempts add column maybe_taken integer not null default 0`.execute(db);
  await sql`
    update delivery_attempts set maybe_taken = known.mails from (
      select attempt_id, count(*) as mails from attempt_deliveries
      where outcome in ('accepted', 'uncertain') group by attempt_id
    ) as known where known.attempt_id = id and settled_at is not null`.execute(db);
  await sql`drop trigger legal_moves on deliveries`.execute(db);
  const pairs = MOVES.map((move) => `'${move}'`).join(', ');
  await sql
    .raw(
      `create trigger legal_moves before update of state on deliveries for each row
      when (old.state <> new.state and old.state || ' ' || new.state not in (${pairs}))
      execute function refuse_move()`,
    )
    .execute(db);
}

const MOVES = [
  'planned sending',
  'planned excluded',
  'planned accepted',
  'sending planned',
  'sending accepted',
  'sending failed',
  'sending excluded',
  'sending uncertain',
  'uncertain accepted',
  'uncertain planned',
  'failed planned',
  'accepted planned',
] as const;
