import { type Kysely, sql } from 'kysely';

/**
 * Refusals since a provider last accepted an email. They suppress no subscriber until it accepts another one,
 * and are then deleted: a handful of rows per provider. Hashes only: no address outlives its subscriber here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table refusals_in_doubt (
      provider text not null,
      email_id uuid not null,
      kind text not null check (kind in ('digest', 'transactional')),
      about text not null check (about in ('address', 'mail', 'sender')),
      code text not null,
      address_hash text,
      domain_hash text not null,
      refused_at timestamptz not null,
      primary key (provider, email_id)
    )`.execute(db);
}
