import { type Kysely, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';

/** Creates the table in which the designs beside ours record what they sent. */
export async function createSentTable(db: Kysely<Database>): Promise<void> {
  await sql`create table bench_sent (subscriber_id uuid not null, bytes bigint not null)`.execute(db);
}

/**
 * Gives the generated subscribers `perHour` to an hour, from the given one on, and one of `preferences` sets of
 * topics each.
 */
export async function spreadSubscribers(
  db: Kysely<Database>,
  spread: { subscribers: number; perHour: number; firstHour: number; preferences: number },
  topics: readonly string[],
): Promise<void> {
  const { subscribers, perHour, firstHour, preferences } = spread;
  await sql`
    update preferences set send_hour = ${firstHour}::int + (number - 1) / ${perHour}::int
    from generate_series(1, ${subscribers}::int) as number
    where subscriber_id = md5('subscriber ' || number)::uuid`.execute(db);
  await sql`
    insert into interests (subscriber_id, kind, value, mode)
    select md5('subscriber ' || number)::uuid, 'topic', slug, 'follow'
    from generate_series(1, ${subscribers}::int) as number,
      unnest(${topics}::text[]) with ordinality as topic (slug, place)
    where ((number % ${preferences}::int) * 5 + place * 7) % 11 < 4`.execute(db);
}

/** Id and address of a generated subscriber; undefined for a number that was not generated. */
export async function findGenerated(
  db: Kysely<Database>,
  number: number,
): Promise<{ id: string; address: string } | undefined> {
  const { rows } = await sql<{ id: string; address: string }>`
    select id, address from subscribers where id = md5('subscriber ' || ${number}::int)::uuid`.execute(db);
  return rows[0];
}

/** Records one email with a statement of its own. */
export async function recordOne(db: Kysely<Database>, id: string, bytes: number): Promise<void> {
  await sql`insert into bench_sent (subscriber_id, bytes) values (${id}, ${bytes})`.execute(db);
}

/** Records a hundred emails of that many bytes together. */
export async function recordHundred(db: Kysely<Database>, bytes: number): Promise<void> {
  await sql`insert into bench_sent (subscriber_id, bytes)
    select md5('subscriber ' || number)::uuid, ${bytes}::bigint / 100
    from generate_series(1, 100) as number`.execute(db);
}
