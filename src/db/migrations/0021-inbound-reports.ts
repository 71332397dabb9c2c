import { type Kysely, sql } from 'kysely';

/**
 * Hourly counts of automatic inbound emails, and indexes that find an email by any spelling of its provider's
 * id: SES reports `id` for what SMTP knows as `<id@region.amazonses.com>`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table inbound_counts (
    hour timestamptz not null,
    outcome text not null check (outcome in ('matched', 'unmatched', 'not-understood')),
    emails integer not null check (emails > 0),
    primary key (hour, outcome)
  )`,
  ...['deliveries', 'notifications'].flatMap((table) => [
    `create index ${table}_by_provider_key on ${table}
      (lower(split_part(ltrim(provider_id, '<'), '@', 1))) where provider_id is not null`,
    `drop index ${table}_by_provider_id`,
  ]),
];
