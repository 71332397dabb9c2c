import { type Kysely, sql } from 'kysely';

/** Connections of runs to a provider with a connection limit, each row under a lease. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table provider_connections (
    provider text not null,
    run_id uuid not null,
    connections integer not null check (connections > 0),
    leased_until timestamptz not null,
    primary key (provider, run_id)
  )`.execute(db);
}
