import { type Kysely, sql } from 'kysely';

/**
 * Legal state changes of deliveries, attempts and editions, enforced by triggers: neither a query with a
 * wrong WHERE nor a manual UPDATE in psql can make another. moves.test.ts compares them with the lists in
 * src/. The list is in the trigger's condition, so a legal change never calls the function.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Time of the operator's last retry or resend request: lateness counts from then, not from the past send
  // hour.
  await sql`alter table deliveries add column asked_again_at timestamptz`.execute(db);
  await sql`create function refuse_move() returns trigger language plpgsql as $$
    begin
      raise exception '% % must not go from % to %', tg_table_name, old.id, old.state, new.state
        using errcode = 'PB001',
          hint = 'The legal moves are listed as data: DELIVERY_MOVES, ATTEMPT_MOVES, EDITION_MOVES.';
    end $$`.execute(db);
  for (const [table, moves] of Object.entries(MOVES)) {
    const pairs = moves.map((move) => `'${move}'`).join(', ');
    await sql
      .raw(
        `create trigger legal_moves before update of state on ${table} for each row
        when (old.state <> new.state and old.state || ' ' || new.state not in (${pairs}))
        execute function refuse_move()`,
      )
      .execute(db);
  }
}

const MOVES = {
  deliveries: [
    'planned sending',
    'planned excluded',
    'planned accepted',
    'sending planned',
    'sending accepted',
    'sending failed',
    'sending excluded',
    'sending uncertain',
    'uncertain accepted',
    'uncertain failed',
    'uncertain planned',
    'failed planned',
    'accepted planned',
  ],
  delivery_attempts: ['claimed started', 'claimed released', 'started settled', 'started uncertain'],
  editions: [
    'open paused',
    'paused open',
    'open finished',
    'finished open',
    'open cancelled',
    'paused cancelled',
  ],
} as const;
