import { type Kysely, sql } from 'kysely';

/** Time since which a subscriber's cadence, hour, day and zone apply: planning adds no send time before it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table preferences add column schedule_since timestamptz`.execute(db);
  await sql`update preferences set schedule_since = updated_at`.execute(db);
  await sql`alter table preferences alter column schedule_since set not null`.execute(db);
  await sql`create index preferences_schedule_since on preferences (schedule_since)`.execute(db);
}
