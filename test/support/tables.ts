import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/schema.ts';

type Table = keyof Database;

/**
 * All content of these tables as comparable text, one line per row, in an order that depends on the rows
 * only.
 */
export async function contentsOf(
  db: Kysely<Database>,
  ...tables: Table[]
): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await sql<{ line: string }>`
      select to_jsonb(each)::text as line from ${sql.table(table)} as each order by 1`.execute(db);
    contents[table] = rows.map((row) => row.line);
  }
  return contents;
}

/** Tables of every schema (the queue's too) that contain one of these texts anywhere, in any case. */
export async function tablesWith(db: Kysely<Database>, ...texts: string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2`.execute(db);
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const hits = texts.map(
      (text) => sql<boolean>`strpos(lower(to_jsonb(each)::text), ${text.toLowerCase()}) > 0`,
    );
    const { rows } = await sql<{ hit: boolean }>`
      select exists (
        select from ${sql.table(`${schema}.${name}`)} as each
        where ${sql.join(hits, sql` or `)}) as hit`.execute(db);
    if (rows[0]?.hit) found.push(`${schema}.${name}`);
  }
  return found;
}

/** Empties all our tables, so that the cases of one file share an installation but no rows. */
export async function emptyTables(db: Kysely<Database>): Promise<void> {
  await sql`truncate
    papers, source_states, source_days, source_rejections, source_gates, subscribers, editions, pool_revisions,
    suppressions, provider_events, inbound_counts, operator_audit, rate_limits, asks, alerts, provider_states,
    left_out_papers, imports, summary_model_calls, cold_models, back_fills cascade`.execute(db);
}
